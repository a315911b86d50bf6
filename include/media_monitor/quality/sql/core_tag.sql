-- One row per day under check on which revisions were filed and table of tags: rows whose revision is not there. Tags have no foreign
-- key; only the partitions of these days' months are read.
with day as (
    select day as filed_on
    from unnest(%(days)s) as day
),

revision as materialized (
    select
        filed_on,
        revision_id,
        object_id,
        batch_id
    from core.revision
    where filed_on = any(%(days)s)
),

tag as (
    select 'mention' as subject, filed_on, revision_id from core.mention where filed_on = any(%(days)s)
    union all
    select 'topic_tag', filed_on, revision_id from core.topic_tag where filed_on = any(%(days)s)
    union all
    select 'event', filed_on, revision_id from core.event where filed_on = any(%(days)s)
    union all
    select 'claim', filed_on, revision_id from core.claim where filed_on = any(%(days)s)
    union all
    select 'casualty', filed_on, revision_id from core.casualty where filed_on = any(%(days)s)
    union all
    select 'quote', filed_on, revision_id from core.quote where filed_on = any(%(days)s)
),

orphan as (
    select
        t.subject,
        t.filed_on,
        count(*) as row_count
    from tag as t
    where not exists (select 1 from revision as r where r.revision_id = t.revision_id and r.filed_on = t.filed_on)
    group by t.subject, t.filed_on
),

rootless as (
    -- revisions have no foreign keys to what they came from
    select
        r.filed_on,
        count(*) as row_count
    from revision as r
    left join ops.batch as b on r.batch_id = b.batch_id
    left join ops.archive_object as o on r.object_id = o.object_id
    where b.batch_id is null or o.object_id is null
    group by r.filed_on
)

select
    d.filed_on::text as slice,
    t.subject,
    coalesce(o.row_count, 0) as orphan_count,
    case t.subject when 'revision' then coalesce(r.row_count, 0) else 0 end as rootless_count
from day as d
cross join unnest(array['revision', 'mention', 'topic_tag', 'event', 'claim', 'casualty', 'quote']) as t (subject)
left join orphan as o on d.filed_on = o.filed_on and t.subject = o.subject
left join rootless as r on d.filed_on = r.filed_on
