-- One row per article that a question finds, best first.
select
    rank,
    coalesce(published_at::date, covers_on) as published_on,
    outlet,
    title,
    extract,
    url,
    language
from report.search(%(question)s, %(language)s, %(since)s, %(until)s, %(outlet)s, %(most)s)
