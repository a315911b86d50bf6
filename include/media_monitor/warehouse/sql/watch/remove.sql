-- One row: the item that leaves the watchlist.
delete from ref.watch where watch_id = %(watch_id)s
