-- One row per key of the list that a story has.
select story_id
from core.story
where story_id = any(%(keys)s::text[])
