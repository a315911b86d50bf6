-- One row: how many rows of core and mart went with these articles.
select ops.erase_articles(%(articles)s::bigint[]) as row_count
