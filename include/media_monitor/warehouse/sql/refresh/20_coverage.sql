-- One row per publication day and outlet of the days that changed.
insert into mart.coverage_daily (covers_on, outlet_id, article_count, terrorism_count, claim_count)
select
    a.covers_on,
    a.outlet_id,
    count(*),
    count(*) filter (where r.terrorism >= r.relevance_threshold),
    coalesce(sum(c.claim_count), 0)
from core.article as a
inner join core.revision as r
    on
        a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
        and r.filed_on between %(first_filed)s and %(last_filed)s
left join (
    select
        revision_id,
        count(*) as claim_count
    from corrected_claim
    group by revision_id
) as c on r.revision_id = c.revision_id
where a.covers_on = any(%(days)s)
group by 1, 2
order by 1, 2
