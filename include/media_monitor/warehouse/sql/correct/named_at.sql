-- One row: the linked name within a stretch of a state of an article, the longest.
select entity_id
from core.mention
where
    revision_id = %(revision_id)s and filed_on = %(filed_on)s and entity_id is not null
    and field = %(field)s and start_offset >= %(start_offset)s and end_offset <= %(end_offset)s
order by end_offset - start_offset desc, position
limit 1
