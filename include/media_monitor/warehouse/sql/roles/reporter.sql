-- No row: the role for analysts: the views and functions of schema report and nothing else. Its settings are copied to its logins.
create role media_monitor_reporter nologin connection limit 5;
alter role media_monitor_reporter set statement_timeout = '60s';
alter role media_monitor_reporter set lock_timeout = '5s';
alter role media_monitor_reporter set idle_in_transaction_session_timeout = '60s';
alter role media_monitor_reporter set work_mem = '32MB'
