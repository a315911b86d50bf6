-- No row: the role that the stages act as: rows of every layer but the audit's, and no object of its own.
create role media_monitor_loader nologin
