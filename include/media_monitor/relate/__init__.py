"""How articles relate: revisions of one page, copies of one text, stories of one event. Pure: no I/O, no clock."""
