-- One row: a run of a stage.
insert into ops.run_report (stage, started_at, finished_at, counts, problems)
values (%(stage)s, %(started_at)s, %(finished_at)s, %(counts)s, %(problems)s)
