-- One row per name of a page whose very address bears the name: it goes whole.
select url_sha as key_sha
from ops.page
where url ~ %(full_name)s
union
select key_sha
from core.article_key
where key_text ~ %(full_name)s
union
select k.key_sha
from core.article as a
inner join core.article_key as k on a.article_id = k.article_id
where a.canonical_url ~ %(full_name)s
