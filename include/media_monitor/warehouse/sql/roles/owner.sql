-- No row: the role that owns every object of a warehouse; migrations act as it.
create role media_monitor_owner nologin
