-- One row: how much core holds.
select
    (select count(*)::int from core.article) as articles,
    (select count(*)::int from core.revision) as revisions,
    (select count(distinct outlet_id)::int from core.article) as outlets,
    (select count(*)::int from core.story where article_count > 1) as stories,
    (select count(*)::int from mart.attribution_ledger) as claims,
    (select count(*)::int from mart.casualty_ledger) as figures
