-- One row per suppressed spelling of a name.
select
    name_sha,
    word_count
from core.suppressed_name
