-- Who is named and not known bears one id in all articles: of a name and its sort, by the same rule as `annotate` prints it.

create function core.nil_id(name text, kind text) returns text
language sql stable parallel safe
-- 40 characters: longer names are shortened where they are kept
return concat(
    'nil:', case kind when 'person' then 'person' else 'body' end, ':',
    left(encode(sha256(convert_to(left(name, 40), 'UTF8')), 'hex'), 12)
);
comment on function core.nil_id is 'Stable id of a person or body that the knowledge base does not hold';

create or replace view mart.mention as
-- grain: one row per entity named in the current revision of an article
select
    a.covers_on,
    a.article_id,
    a.outlet_id,
    m.revision_id,
    m.filed_on,
    m.position,
    m.field,
    m.start_offset,
    m.end_offset,
    m.text,
    m.entity_id,
    m.name,
    m.kind,
    m.iso,
    m.lat,
    m.lon,
    null::bigint as correction_id,
    case when m.entity_id is null then core.nil_id(m.name, m.kind) end as nil_id
from core.article as a
inner join core.mention as m on a.current_revision_id = m.revision_id and a.current_filed_on = m.filed_on
-- by its words, too: positions change when a page is read again, and its day is filled anew a little later
left join mart.settled_mention as s on m.revision_id = s.revision_id and m.position = s.position and m.text = s.words
where s.revision_id is null
union all
select
    a.covers_on,
    a.article_id,
    a.outlet_id,
    m.revision_id,
    m.filed_on,
    m.position,
    m.field,
    m.start_offset,
    m.end_offset,
    m.text,
    s.entity_id,
    coalesce(e.name, m.text),
    coalesce(e.kind, m.kind),
    e.iso,
    e.lat,
    e.lon,
    s.correction_id,
    null::text as nil_id
from mart.settled_mention as s
inner join core.article as a on s.article_id = a.article_id and s.revision_id = a.current_revision_id
inner join core.mention as m on s.revision_id = m.revision_id and s.filed_on = m.filed_on and s.position = m.position and s.words = m.text
left join ref.entity as e on s.entity_id = e.entity_id;
comment on column mart.mention.nil_id is 'Who is named, where the knowledge base does not hold them: one id for a name in all articles; NULL = known, or corrected';
