-- No row: the role for pages and status commands: reads the pipeline's ledger, never a text. Its settings are copied to its logins.
create role media_monitor_plugin nologin connection limit 10;
alter role media_monitor_plugin set statement_timeout = '15s';
alter role media_monitor_plugin set lock_timeout = '5s';
alter role media_monitor_plugin set idle_in_transaction_session_timeout = '30s';
alter role media_monitor_plugin set work_mem = '16MB'
