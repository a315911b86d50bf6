-- One row per publication day, outlet and language of the days that changed.
insert into mart.text_profile (covers_on, outlet_id, language, article_count, relevant_count, claim_count, word_log_sum)
select
    a.covers_on,
    a.outlet_id,
    coalesce(r.language, 'und'),
    count(*),
    count(*) filter (where greatest(r.terrorism, r.armed_conflict) >= r.relevance_threshold),
    coalesce(
        sum((select count(*) from core.claim as c where c.revision_id = r.revision_id and c.filed_on = r.filed_on))
            filter (where greatest(r.terrorism, r.armed_conflict) >= r.relevance_threshold),
        0
    ),
    -- in decimals: a sum of floating-point numbers depends on the order of the rows
    sum(ln(greatest(r.word_count, 1))::numeric)::double precision
from core.article as a
inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
where a.covers_on = any(%(days)s)
group by 1, 2, 3
order by 2, 1, 3
