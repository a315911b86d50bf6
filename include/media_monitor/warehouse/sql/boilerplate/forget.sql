-- No row: what was dropped from the pages of an archive object, before they are read again.
delete from ops.dropped_block
where object_id = %(object_id)s and (%(record_offsets)s::bigint[] is null or record_offset = any(%(record_offsets)s::bigint[]))
