-- One row: what an item of the watchlist is called, where it is known.
select name from ref.entity
where %(kind)s = 'entity' and entity_id = %(value)s
union all
select label from ref.topic
where %(kind)s = 'topic' and code = %(value)s
union all
select name from ref.outlet
where %(kind)s = 'outlet' and outlet_id = %(value)s
