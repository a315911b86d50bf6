-- No row: the role for analysts with a licence to the texts: a reporter who may read schema report_licensed, too.
create role media_monitor_licensed nologin connection limit 5;
grant media_monitor_reporter to media_monitor_licensed;
alter role media_monitor_licensed set statement_timeout = '60s';
alter role media_monitor_licensed set lock_timeout = '5s';
alter role media_monitor_licensed set idle_in_transaction_session_timeout = '60s';
alter role media_monitor_licensed set work_mem = '32MB'
