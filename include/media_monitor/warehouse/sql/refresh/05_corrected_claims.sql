-- One row per claim of a revision of the articles of these days as corrected: `corrected_claim`, a scratch table of this transaction
-- with the columns of core.claim and the latest correction that shows.
drop table if exists corrected_claim;
drop table if exists settled_claim;

insert into mart.correction_match (
    covers_on, article_id, kind, revision_id, filed_on, position, correction_id, verdict, reads, is_in_place, is_current
)
select
    covers_on,
    article_id,
    'claim',
    revision_id,
    filed_on,
    position,
    correction_id,
    verdict,
    reads,
    is_in_place,
    is_current
from mart.claim_correction
where covers_on = any(%(days)s);

-- Whose source or actor bears words whose entity a person settled, and what a person says that the claim reads; per claim and column.
create temporary table settled_claim on commit drop as
with party as not materialized (
    select
        t.article_id,
        c.revision_id,
        c.filed_on,
        c.position,
        p.role,
        p.words,
        p.entity_id,
        p.spans
    from telling as t
    inner join core.claim as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on and c.filed_on between %(first_filed)s and %(last_filed)s
    cross join lateral (
        values
        ('source', c.source_text, c.source_entity_id, c.source_spans),
        ('actor', c.actor_text, c.actor_entity_id, c.actor_spans)
    ) as p (role, words, entity_id, spans)
    where p.words is not null and exists (select 1 from mart.standing_alias)
),

borne as (
    -- the party is called by words whose entity is settled, for the article before everywhere
    select
        p.revision_id,
        p.filed_on,
        p.position,
        p.role,
        p.words,
        -1 as mention,
        case settled.verdict when 'is' then settled.entity_id end as entity_id,
        settled.correction_id,
        settled.verdict = 'is' or p.entity_id = settled.entity_id as is_other
    from party as p
    left join mart.standing_alias as here on p.article_id = here.article_id and p.words = here.words
    left join mart.standing_alias as everywhere on everywhere.article_id is null and p.words = everywhere.words
    cross join lateral (
        select
            coalesce(here.verdict, everywhere.verdict) as verdict,
            coalesce(here.entity_id, everywhere.entity_id) as entity_id,
            coalesce(here.correction_id, everywhere.correction_id) as correction_id
    ) as settled
    where settled.verdict is not null
    union all
    -- or its entity is that of a mention within it
    select
        p.revision_id,
        p.filed_on,
        p.position,
        p.role,
        p.words,
        m.position,
        s.entity_id,
        s.correction_id,
        true
    from mart.settled_mention as s
    inner join core.mention as m
        on
            s.revision_id = m.revision_id and s.filed_on = m.filed_on and s.position = m.position
            and m.filed_on between %(first_filed)s and %(last_filed)s
    inner join party as p on s.revision_id = p.revision_id and s.filed_on = p.filed_on
    left join ref.entity as e on s.entity_id = e.entity_id
    where
        s.covers_on = any(%(days)s)
        -- where neither is known, a place within it may be where it is said, not whose it is
        and (p.entity_id = m.entity_id or (p.entity_id is null and m.entity_id is null and e.kind is distinct from 'place'))
        and exists (
            select 1 from jsonb_to_recordset(p.spans) as w (field text, start integer, "end" integer)
            where w.field = m.field and w.start <= m.start_offset and m.end_offset <= w."end"
        )
),

followed as (
    select distinct on (b.revision_id, b.filed_on, b.position, b.role)
        b.revision_id,
        b.filed_on,
        b.position,
        b.role,
        b.correction_id,
        b.entity_id,
        coalesce(e.name, b.words) as name,
        b.is_other
    from borne as b
    left join ref.entity as e on b.entity_id = e.entity_id
    order by b.revision_id, b.filed_on, b.position, b.role, b.mention
)

select
    f.revision_id,
    f.filed_on,
    f.position,
    0 as precedence,
    f.correction_id,
    'reads' as verdict,
    v.key,
    to_jsonb(v.value) as value
from followed as f
cross join lateral (values (f.role || '_entity_id', f.entity_id), ('actor_name', f.name)) as v (key, value)
where f.is_other and starts_with(v.key, f.role)
union all
select
    c.revision_id,
    c.filed_on,
    c.position,
    1,
    c.correction_id,
    c.verdict,
    e.key,
    -- spans are of the place where it was corrected
    case when c.is_in_place or e.key not in ('source_spans', 'actor_spans') then e.value else '[]' end
from mart.correction_match as c
left join lateral jsonb_each(c.reads) as e (key, value) on true
where c.kind = 'claim' and c.covers_on = any(%(days)s);

create temporary table corrected_claim on commit drop as
with settled as (
    select
        revision_id,
        filed_on,
        position,
        (array_agg(correction_id order by precedence desc, correction_id desc))[1] as correction_id,
        (array_agg(verdict order by precedence desc, correction_id desc))[1] = 'wrong' as is_wrong,
        coalesce(jsonb_object_agg(key, value order by precedence, correction_id) filter (where key is not null), '{}') as reads
    from settled_claim
    group by revision_id, filed_on, position
)

select
    c.*,
    null::bigint as correction_id
from telling as t
inner join core.claim as c on t.revision_id = c.revision_id and t.filed_on = c.filed_on and c.filed_on between %(first_filed)s and %(last_filed)s
left join settled as s on c.revision_id = s.revision_id and c.filed_on = s.filed_on and c.position = s.position
where s.revision_id is null
union all
select
    read.*,
    s.correction_id
from settled as s
inner join core.claim as c
    on
        s.revision_id = c.revision_id and s.filed_on = c.filed_on and s.position = c.position
        and c.filed_on between %(first_filed)s and %(last_filed)s
cross join lateral jsonb_populate_record(c, s.reads) as read
where not s.is_wrong;

-- Claims that a person added, in every state that has the sentence and does not say so by itself.
insert into corrected_claim
with placed as (
    select
        k.correction_id,
        k.evidence_sha,
        k.reads,
        k.on_revision_id = t.revision_id as is_its_state,
        k.start_offset as corrected_start,
        k.field,
        k.end_offset - k.start_offset as characters,
        t.revision_id,
        t.filed_on,
        case
            when sha256(convert_to(substr(said.text, k.start_offset + 1, k.end_offset - k.start_offset), 'UTF8')) = k.evidence_sha
                then k.start_offset
            -- the text is no longer kept
            when said.text is null and r.revision_id = k.on_revision_id then k.start_offset
            else nullif(strpos(said.text, k.sentence), 0) - 1
        end as start_offset,
        (
            select coalesce(max(c.position) + 1, 0) from core.claim as c
            where c.revision_id = t.revision_id and c.filed_on = t.filed_on
        ) as next_position
    from core.correction as k
    inner join telling as t on k.article_id = t.article_id
    inner join core.revision as r on t.revision_id = r.revision_id and t.filed_on = r.filed_on and r.filed_on between %(first_filed)s and %(last_filed)s
    cross join lateral (select case k.field when 'title' then r.title else r.text end as text) as said
    where k.kind = 'claim' and k.verdict = 'missing' and k.withdrawn_at is null
),

added as (
    select
        p.correction_id,
        '{"source_spans": [], "actor_spans": [], "is_hedged": false, "is_negated": false, "is_quoted": false}'::jsonb
        || case when p.is_its_state and p.start_offset = p.corrected_start then p.reads else p.reads - '{source_spans,actor_spans}'::text[] end
        || jsonb_build_object(
            'claim_id', -p.correction_id,
            'revision_id', p.revision_id,
            'filed_on', p.filed_on,
            'position', p.next_position + row_number() over (partition by p.revision_id order by p.correction_id) - 1,
            'evidence_field', p.field,
            'evidence_start', p.start_offset,
            'evidence_end', p.start_offset + p.characters,
            'evidence_sha', p.evidence_sha,
            'rule', 'analyst'
        ) as reads
    from placed as p
    where p.start_offset is not null
)

select
    read.*,
    a.correction_id
from added as a
cross join lateral jsonb_populate_record(null::core.claim, a.reads) as read
where not exists (
    select 1 from corrected_claim as c
    where
        c.revision_id = read.revision_id
        and c.evidence_sha = read.evidence_sha
        and c.stance = read.stance
        and c.is_negated = read.is_negated
        and (c.source_text is not distinct from read.source_text or c.source_entity_id = read.source_entity_id)
        and (c.actor_text is not distinct from read.actor_text or c.actor_entity_id = read.actor_entity_id)
);

create index corrected_claim_revision on corrected_claim (revision_id);

analyze corrected_claim
