-- Names of entries: one of each kind, and a GUID that was used anew.
insert into ops.entry_name (feed_id, name_sha, entry_id, kind)
select feed_id, sha256(('link ' || entry_id)::bytea), entry_id, 'link' from ops.entry
union all
select feed_id, '\x01', entry_id, 'guid' from ops.entry
union all
select feed_id, sha256(('title ' || entry_id)::bytea), entry_id, 'title' from ops.entry where entry_id % 3 = 0;
