-- One row: what the gate measures of the batch as a whole. Drift is measured against what each outlet published in the days before the
-- fetch; 0 and 1 (no drift) where too few articles, or outlets that were too little known, would make chance of it.
with staged as (
    select
        s.record_offset,
        s.outlet_id,
        coalesce(s.language, 'und') as language,
        ln(greatest(s.word_count, 1)) as word_log,
        greatest(s.terrorism, s.armed_conflict) >= s.relevance_threshold as is_relevant
    from stage.article as s
    where s.batch_id = %(batch_id)s
),

day as (
    select min((fetched_at at time zone 'UTC')::date) as begins_on
    from stage.article
    where batch_id = %(batch_id)s
),

usual as (
    select
        p.outlet_id,
        p.language,
        p.article_count,
        sum(p.article_count) over of_outlet as outlet_count,
        sum(p.word_log_sum) over of_outlet / sum(p.article_count) over of_outlet as word_log,
        sum(p.claim_count) over of_outlet::double precision / nullif(sum(p.relevant_count) over of_outlet, 0) as claim_yield
    from (
        select
            outlet_id,
            language,
            sum(article_count) as article_count,
            sum(relevant_count) as relevant_count,
            sum(claim_count) as claim_count,
            sum(word_log_sum) as word_log_sum
        from mart.text_profile
        where
            covers_on < (select d.begins_on from day as d)
            and covers_on >= (select d.begins_on from day as d) - %(past_days)s
            and outlet_id in (select s.outlet_id from staged as s)
        group by outlet_id, language
    ) as p
    window of_outlet as (partition by p.outlet_id)
),

known as (
    select distinct
        outlet_id,
        outlet_count,
        word_log,
        claim_yield
    from usual
    where outlet_count >= %(fewest)s
),

compared as (
    select
        count(*) as article_count,
        avg((coalesce(u.article_count, 0) < %(rare)s * k.outlet_count)::integer) as odd_language_share,
        avg(s.word_log - k.word_log) as word_log_shift,
        sum(k.claim_yield) filter (where s.is_relevant) as expected_claim_count,
        sum((select count(*) from stage.claim as c where c.batch_id = %(batch_id)s and c.record_offset = s.record_offset))
            filter (where s.is_relevant and k.claim_yield is not null) as claim_count
    from staged as s
    inner join known as k on s.outlet_id = k.outlet_id
    left join usual as u on s.outlet_id = u.outlet_id and s.language = u.language
),

tagged as (
    select record_offset from stage.mention where batch_id = %(batch_id)s
    union
    select record_offset from stage.topic_tag where batch_id = %(batch_id)s
    union
    select record_offset from stage.event where batch_id = %(batch_id)s
    union
    select record_offset from stage.claim where batch_id = %(batch_id)s
    union
    select record_offset from stage.casualty where batch_id = %(batch_id)s
    union
    select record_offset from stage.quote where batch_id = %(batch_id)s
)

select
    b.batch_id::text as slice,
    'batch' as subject,
    abs(
        b.record_count
        - b.quarantined_count
        - (select count(*) from staged)
        - (select count(*) from stage.rejected as r where r.batch_id = %(batch_id)s)
    ) as missing_page_count,
    (select count(*) from tagged as t where not exists (select 1 from staged as s where s.record_offset = t.record_offset)) as stray_page_count,
    case when c.article_count >= %(fewest)s then c.odd_language_share else 0 end as odd_language_share,
    case when c.article_count >= %(fewest)s then exp(c.word_log_shift) else 1 end as length_ratio,
    case when c.expected_claim_count >= %(fewest)s then c.claim_count / c.expected_claim_count else 1 end as claim_ratio
from ops.batch as b
cross join compared as c
where b.batch_id = %(batch_id)s
