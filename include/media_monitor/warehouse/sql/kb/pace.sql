-- One row: seconds that reading and tagging a page took in the ingests since then; NULL where they read too few pages to tell.
select
    case
        when sum((r.counts ->> 'pages')::bigint) >= %(enough)s
            then extract(epoch from sum(r.finished_at - r.started_at))::float8 / sum((r.counts ->> 'pages')::bigint)
    end as seconds
from ops.run_report as r
where r.stage = 'ingest' and r.finished_at >= %(since)s
