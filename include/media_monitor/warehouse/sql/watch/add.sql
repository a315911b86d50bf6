-- One row: the item of the watchlist that this adds; none where it is there already.
insert into ref.watch (kind, value, pattern, note, added_by, added_at)
values (%(kind)s, %(value)s, %(pattern)s, %(note)s, coalesce(%(by)s, session_user), %(now)s)
on conflict (kind, value) do nothing
returning watch_id
