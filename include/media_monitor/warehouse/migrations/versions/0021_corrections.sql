-- People correct machines. A correction is a row with who, when and why; core keeps what the machine read, marts show the corrected
-- reading. A correction names what it corrects by the article, the sentence's hash and what was said there, never by the id of a tag:
-- those change whenever an article is read again.

create function core.is_reading(of_what text, reads jsonb) returns boolean
language sql immutable
-- What a person may say that a claim or a figure reads, in the words and types of the columns it overrides.
return
    jsonb_typeof(reads) = 'object' and reads <> '{}' and not exists (
        select from jsonb_each(reads) as e (key, value)
        where not coalesce(case of_what || '.' || e.key
            when 'claim.stance' then e.value #>> '{}' in ('claimed', 'confirmed', 'accused', 'suspected', 'denied', 'no_evidence', 'reported', 'cleared')
            when 'claim.source_text' then jsonb_typeof(e.value) in ('string', 'null')
            when 'claim.source_entity_id' then jsonb_typeof(e.value) in ('string', 'null')
            when 'claim.source_spans' then jsonb_typeof(e.value) = 'array'
            when 'claim.is_authority' then jsonb_typeof(e.value) in ('boolean', 'null')
            when 'claim.actor_text' then jsonb_typeof(e.value) in ('string', 'null')
            when 'claim.actor_entity_id' then jsonb_typeof(e.value) in ('string', 'null')
            when 'claim.actor_name' then jsonb_typeof(e.value) in ('string', 'null')
            when 'claim.actor_spans' then jsonb_typeof(e.value) = 'array'
            when 'claim.is_hedged' then jsonb_typeof(e.value) = 'boolean'
            when 'claim.is_negated' then jsonb_typeof(e.value) = 'boolean'
            when 'figure.kind' then e.value #>> '{}' in ('killed', 'injured', 'missing', 'detained', 'abducted')
            when 'figure.minimum' then jsonb_typeof(e.value) in ('number', 'null')
            when 'figure.maximum' then jsonb_typeof(e.value) in ('number', 'null')
            when 'figure.qualifier' then e.value #>> '{}' in (
                'exact', 'at_least', 'more_than', 'about', 'up_to', 'fewer_than', 'range', 'dozens', 'scores', 'hundreds', 'thousands',
                'several', 'some'
            )
            when 'figure.is_aggregate' then jsonb_typeof(e.value) = 'boolean'
            when 'figure.is_part_of' then jsonb_typeof(e.value) = 'boolean'
        end, false)
    );
comment on function core.is_reading is 'Whether these are values that a person may give a claim or a figure';

create table core.correction (
    correction_id bigint generated always as identity primary key,
    kind text not null,
    verdict text not null,
    article_id bigint references core.article (article_id) on delete cascade,
    other_article_id bigint references core.article (article_id) on delete cascade,
    on_revision_id bigint,
    on_filed_on date,
    field text check (field in ('title', 'text')),
    start_offset integer,
    end_offset integer,
    evidence_sha bytea,
    sentence text,
    words text,
    code text,
    entity_id text,
    was jsonb,
    reads jsonb,
    made_by text not null check (btrim(made_by) <> ''),
    made_at timestamptz not null,
    reason text not null check (btrim(reason) <> ''),
    withdrawn_by text check (btrim(withdrawn_by) <> ''),
    withdrawn_at timestamptz,
    withdrawn_reason text check (btrim(withdrawn_reason) <> ''),
    constraint correction_verdict check (
        (kind, verdict) in (
            ('claim', 'wrong'), ('claim', 'reads'), ('claim', 'missing'), ('figure', 'wrong'), ('figure', 'reads'),
            ('topic', 'holds'), ('topic', 'fails'), ('alias', 'is'), ('alias', 'is_not'), ('story', 'same'), ('story', 'other')
        )
    ),
    constraint correction_target check (
        case kind
            when 'alias' then words is not null and entity_id is not null
            when 'topic' then article_id is not null and code is not null
            when 'story' then article_id is not null and other_article_id is not null and article_id <> other_article_id
            else
                article_id is not null and on_revision_id is not null and on_filed_on is not null and field is not null
                and start_offset >= 0 and start_offset < end_offset and evidence_sha is not null
                and (was is not null) = (verdict <> 'missing')
        end
    ),
    constraint correction_reading check (
        case when verdict in ('reads', 'missing') then reads is not null and core.is_reading(kind, reads) else reads is null end
        and (verdict <> 'missing' or reads ? 'stance')
    ),
    constraint correction_withdrawal check (
        (withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null)
    )
);
create index correction_article on core.correction (article_id);
create index correction_other_article on core.correction (other_article_id);
create index correction_words on core.correction (words) where kind = 'alias';
comment on table core.correction is 'One row per correction of a machine''s reading by a person; standing until withdrawn';
comment on column core.correction.correction_id is 'The correction, by its number';
comment on column core.correction.kind is 'What is corrected: claim, figure, topic, alias or story';
comment on column core.correction.verdict is 'claim and figure: wrong, reads (otherwise), missing; topic: holds, fails; alias: is, is_not; story: same, other';
comment on column core.correction.article_id is 'NULL = everywhere, for an alias; of a story: an article of it';
comment on column core.correction.other_article_id is 'same: the stories of both articles are one; other: the first is not of the story of the second';
comment on column core.correction.on_revision_id is 'The state on which it was made; the offsets and spans are of that state';
comment on column core.correction.evidence_sha is 'SHA-256 of the sentence: with the article, what the claim or figure is found by again';
comment on column core.correction.sentence is 'Of a missing claim, to find it in later states; goes when the retention of texts removes the text';
comment on column core.correction.on_filed_on is 'filed_on of that state';
comment on column core.correction.field is 'Field in which the sentence stands: title or text';
comment on column core.correction.start_offset is 'Where the sentence begins in that field';
comment on column core.correction.end_offset is 'Where it ends, exclusive';
comment on column core.correction.words is 'Of an alias: the words that name somebody';
comment on column core.correction.code is 'Of a topic: its code';
comment on column core.correction.entity_id is 'Of an alias: the entity that the words name, or do not';
comment on column core.correction.was is 'What the machine read when it was corrected';
comment on column core.correction.reads is 'The columns that read otherwise, or those of a missing claim; what is not named stays as the machine reads it';
comment on column core.correction.made_by is 'Who says so';
comment on column core.correction.made_at is 'When it was said';
comment on column core.correction.reason is 'Why';
comment on column core.correction.withdrawn_by is 'Who withdrew it';
comment on column core.correction.withdrawn_at is 'When it was withdrawn; NULL = it stands';
comment on column core.correction.withdrawn_reason is 'Why it was withdrawn';

create function core.keep_correction() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if to_jsonb(new) - '{withdrawn_by,withdrawn_at,withdrawn_reason,sentence}'::text[]
        <> to_jsonb(old) - '{withdrawn_by,withdrawn_at,withdrawn_reason,sentence}'::text[]
        or (old.withdrawn_at is not null and (new.withdrawn_by, new.withdrawn_at, new.withdrawn_reason)
            is distinct from (old.withdrawn_by, old.withdrawn_at, old.withdrawn_reason))
        or (new.sentence is not null and new.sentence is distinct from old.sentence)
    then
        raise exception 'correction % is never changed: withdraw it and make another', old.correction_id;
    end if;
    return new;
end
$$;
comment on function core.keep_correction is 'Refuses every change of a correction but its one withdrawal, and that its sentence goes';

create trigger keep_correction before update on core.correction
for each row execute function core.keep_correction();

-- the loader withdraws and forgets, and no more; who erases an article erases its corrections by the foreign key
revoke update, delete on core.correction from media_monitor_loader;
grant update (withdrawn_by, withdrawn_at, withdrawn_reason, sentence) on core.correction to media_monitor_loader;

alter table mart.ledger_claim add column correction_id bigint;
alter table mart.ledger_figure add column correction_id bigint;
comment on column mart.ledger_claim.correction_id is 'The latest correction that the row shows; NULL = as the machine read it';
comment on column mart.ledger_figure.correction_id is 'The latest correction that the row shows; NULL = as the machine read it';
comment on column mart.ledger_claim.claim_id is 'Of core.claim; of a claim that a person added, its correction''s id with a minus sign';

create view report.corrected_row as
-- grain: one row per claim or figure of a revision that shows a correction
select
    'claim' as kind,
    covers_on,
    article_id,
    revision_id,
    position,
    claim_id,
    correction_id
from mart.ledger_claim
where correction_id is not null
union all
select
    'figure',
    covers_on,
    article_id,
    revision_id,
    position,
    null,
    correction_id
from mart.ledger_figure
where correction_id is not null;
comment on column report.corrected_row.kind is 'claim or figure';
comment on view report.corrected_row is 'One row per claim or figure of a revision that reads otherwise than the machine read it, or that a person added: by which correction';

-- what a correction holds for ----------------------------------------------------------------------------------------------

create view mart.claim_correction as
-- grain: one row per standing correction and claim of a revision that it holds for
with met as (
    select
        k.correction_id,
        k.verdict,
        k.reads,
        a.covers_on,
        a.article_id,
        c.revision_id,
        c.filed_on,
        c.position,
        c.revision_id = a.current_revision_id as is_current,
        c.revision_id = k.on_revision_id and c.evidence_start = k.start_offset as is_in_place,
        same.source and c.stance = k.was ->> 'stance' and c.is_negated = (k.was ->> 'is_negated')::boolean as is_same_reading,
        -- an override holds for the sentence and its actor; where that has several claims, for the one most like the corrected one
        row_number() over (
            partition by a.covers_on, a.article_id, k.correction_id, c.revision_id, c.evidence_field, c.evidence_start
            order by same.source desc, (c.stance = k.was ->> 'stance') desc, c.position
        ) as place
    from core.correction as k
    inner join core.article as a on k.article_id = a.article_id
    -- no state of an article is filed before its first sight: months before that are not read
    inner join core.revision as r on a.article_id = r.article_id and r.filed_on >= (a.first_seen_at at time zone 'UTC')::date
    inner join core.claim as c on r.revision_id = c.revision_id and r.filed_on = c.filed_on and k.evidence_sha = c.evidence_sha
    cross join lateral (
        select
            c.source_text is not distinct from k.was ->> 'source_text'
            or coalesce(c.source_entity_id = k.was ->> 'source_entity_id', false) as source,
            c.actor_text is not distinct from k.was ->> 'actor_text'
            or coalesce(c.actor_entity_id = k.was ->> 'actor_entity_id', false) as actor
    ) as same
    where k.kind = 'claim' and k.verdict <> 'missing' and k.withdrawn_at is null and same.actor
)

select
    correction_id,
    verdict,
    reads,
    covers_on,
    article_id,
    revision_id,
    filed_on,
    position,
    is_current,
    is_in_place
from met
where case verdict when 'wrong' then is_same_reading else place = 1 end;
comment on view mart.claim_correction is 'One row per standing correction and claim of a revision that it holds for';
comment on column mart.claim_correction.article_id is 'The article';
comment on column mart.claim_correction.filed_on is 'filed_on of the revision';
comment on column mart.claim_correction.is_in_place is 'True where the sentence stands where it stood when it was corrected, so that the spans of reads hold';
comment on column mart.claim_correction.is_current is 'True where the revision is the article''s current state';

create view mart.figure_correction as
-- grain: one row per standing correction and casualty figure of a revision that it holds for
with met as (
    select
        k.correction_id,
        k.verdict,
        k.reads,
        a.covers_on,
        a.article_id,
        c.revision_id,
        c.filed_on,
        c.position,
        c.revision_id = a.current_revision_id as is_current,
        same.kind
        and c.minimum is not distinct from (k.was ->> 'minimum')::double precision
        and c.maximum is not distinct from (k.was ->> 'maximum')::double precision as is_same_reading,
        row_number() over (
            partition by a.covers_on, a.article_id, k.correction_id, c.revision_id, c.evidence_field, c.evidence_start
            order by same.kind desc, c.position
        ) as place
    from core.correction as k
    inner join core.article as a on k.article_id = a.article_id
    -- no state of an article is filed before its first sight: months before that are not read
    inner join core.revision as r on a.article_id = r.article_id and r.filed_on >= (a.first_seen_at at time zone 'UTC')::date
    inner join core.casualty as c on r.revision_id = c.revision_id and r.filed_on = c.filed_on
    cross join lateral (
        select
            c.kind = k.was ->> 'kind' as kind,
            -- where the text is no longer kept, a figure is known by its place in the state that was corrected
            coalesce(
                sha256(convert_to(substr(
                    case c.evidence_field when 'title' then r.title else r.text end, c.evidence_start + 1, c.evidence_end - c.evidence_start
                ), 'UTF8')) = k.evidence_sha,
                c.revision_id = k.on_revision_id and c.evidence_field = k.field and c.evidence_start = k.start_offset
            ) as sentence
    ) as same
    where
        k.kind = 'figure'
        and k.withdrawn_at is null
        -- the printed figure, by its place in the sentence
        and c.figure_start - c.evidence_start < (k.was ->> 'figure_end')::integer - k.start_offset
        and c.figure_end - c.evidence_start > (k.was ->> 'figure_start')::integer - k.start_offset
        and same.sentence
)

select
    correction_id,
    verdict,
    reads,
    covers_on,
    article_id,
    revision_id,
    filed_on,
    position,
    is_current
from met
where case verdict when 'wrong' then is_same_reading else place = 1 end;
comment on view mart.figure_correction is 'One row per standing correction and casualty figure of a revision that it holds for';
comment on column mart.figure_correction.article_id is 'The article';
comment on column mart.figure_correction.revision_id is 'The revision';
comment on column mart.figure_correction.filed_on is 'filed_on of the revision';
comment on column mart.figure_correction.is_current is 'True where the revision is the article''s current state';

create view mart.standing_alias as
-- grain: one row per words and article, or words everywhere
select distinct on (article_id, words)
    article_id,
    words,
    verdict,
    entity_id,
    correction_id
from core.correction
where kind = 'alias' and withdrawn_at is null
order by article_id, words, correction_id desc;
comment on view mart.standing_alias is 'One row per words whose entity a person settled, in an article or (article_id NULL) everywhere; the latest correction';

create view mart.standing_topic as
-- grain: one row per article and topic that a person settled
select distinct on (article_id, code)
    article_id,
    code,
    verdict,
    correction_id
from core.correction
where kind = 'topic' and withdrawn_at is null
order by article_id, code, correction_id desc;
comment on view mart.standing_topic is 'One row per article and topic that a person settled; the latest correction';

-- tags as corrected ---------------------------------------------------------------------------------------------------------

create table mart.settled_mention (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    words text not null,
    entity_id text,
    correction_id bigint not null,
    primary key (revision_id, position)
);
create index settled_mention_covers_on on mart.settled_mention (covers_on);
create index settled_mention_entity on mart.settled_mention (entity_id);
comment on table mart.settled_mention is 'One row per mention that names another entity, or none that is known, than the machine found: a person says so';
comment on column mart.settled_mention.covers_on is 'The day the article belongs to: the unit in which marts are refreshed';
comment on column mart.settled_mention.article_id is 'The article';
comment on column mart.settled_mention.revision_id is 'The revision';
comment on column mart.settled_mention.filed_on is 'filed_on of the revision';
comment on column mart.settled_mention.position is 'Of the mention in its revision';
comment on column mart.settled_mention.words is 'The words that name somebody';
comment on column mart.settled_mention.entity_id is 'Whom they name; NULL = nobody known';
comment on column mart.settled_mention.correction_id is 'The correction that says so';

create view mart.mention as
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
    null::bigint as correction_id
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
    s.correction_id
from mart.settled_mention as s
inner join core.article as a on s.article_id = a.article_id and s.revision_id = a.current_revision_id
inner join core.mention as m on s.revision_id = m.revision_id and s.filed_on = m.filed_on and s.position = m.position and s.words = m.text
left join ref.entity as e on s.entity_id = e.entity_id;
comment on view mart.mention is 'One row per entity named in the current revision of an article, as corrected';
comment on column mart.mention.article_id is 'The article';
comment on column mart.mention.revision_id is 'Its current revision';
comment on column mart.mention.filed_on is 'filed_on of that revision';
comment on column mart.mention.position is 'Number of the mention in its revision';
comment on column mart.mention.entity_id is 'The entity in the knowledge base; NULL = not in it, or a person says that it is not the one that was found';
comment on column mart.mention.name is 'Name of the entity';
comment on column mart.mention.correction_id is 'The correction of its entity; NULL = as the machine read it';

create view mart.topic_tag as
-- grain: one row per topic of the current revision of an article
select
    a.covers_on,
    a.article_id,
    a.outlet_id,
    t.revision_id,
    t.filed_on,
    t.code,
    t.label,
    t.score,
    t.voice,
    t.evidence,
    null::bigint as correction_id
from core.article as a
inner join core.topic_tag as t on a.current_revision_id = t.revision_id and a.current_filed_on = t.filed_on
left join mart.standing_topic as s on a.article_id = s.article_id and t.code = s.code and s.verdict = 'fails'
where s.article_id is null
union all
select
    a.covers_on,
    a.article_id,
    a.outlet_id,
    a.current_revision_id,
    a.current_filed_on,
    s.code,
    coalesce(k.label, s.code),
    1,
    null,
    '[]',
    s.correction_id
from mart.standing_topic as s
inner join core.article as a on s.article_id = a.article_id
left join ref.topic as k on s.code = k.code
left join core.topic_tag as t on a.current_revision_id = t.revision_id and a.current_filed_on = t.filed_on and s.code = t.code
where s.verdict = 'holds' and t.code is null;
comment on view mart.topic_tag is 'One row per topic of the current revision of an article, as corrected; score 1 without evidence = a person says so';
comment on column mart.topic_tag.correction_id is 'The correction that added it; NULL = the machine''s';

create or replace view report.topic_tag as
-- grain: one row per article and topic of its current revision
select
    article_id,
    covers_on,
    outlet_id,
    revision_id,
    code,
    label,
    score,
    voice,
    jsonb_array_length(evidence) as evidence_count,
    correction_id
from mart.topic_tag;
comment on view report.topic_tag is 'One row per article and topic of its current revision, as corrected; score 1 without evidence = a person says so';

create or replace view report.mention as
-- grain: one row per entity named in the current revision of an article
select
    m.article_id,
    m.covers_on,
    m.outlet_id,
    m.revision_id,
    m.position,
    m.entity_id,
    coalesce(e.name, m.name) as name,
    m.kind,
    m.iso,
    m.lat,
    m.lon,
    m.field,
    m.start_offset,
    m.end_offset,
    m.correction_id
from mart.mention as m
left join ref.entity as e on m.entity_id = e.entity_id;
comment on view report.mention is 'One row per entity named in the current revision of an article, as corrected: where, never the words around it';

-- the list --------------------------------------------------------------------------------------------------------------------

create view mart.correction_match as
-- grain: one row per correction of a claim or figure, and claim or figure of the current revision that it holds for
select
    'claim' as kind,
    correction_id,
    verdict,
    reads,
    article_id,
    position
from mart.claim_correction
where is_current
union all
select
    'figure',
    correction_id,
    verdict,
    reads,
    article_id,
    position
from mart.figure_correction
where is_current;
comment on column mart.correction_match.kind is 'claim or figure';
comment on column mart.correction_match.article_id is 'The article';
comment on view mart.correction_match is 'One row per correction of a claim or figure and row of the current revision that it holds for';

create view mart.correction_successor as
-- grain: one row per standing correction and later one that overrules it altogether
select
    k.correction_id,
    later.correction_id as later_id
from core.correction as k
inner join core.correction as later
    on
        k.kind = later.kind
        and k.correction_id < later.correction_id
        and later.withdrawn_at is null
        and case k.kind
            when 'topic' then k.article_id = later.article_id and k.code = later.code
            when 'alias' then k.article_id is not distinct from later.article_id and k.words = later.words
            when 'story'
                then
                    least(k.article_id, k.other_article_id) = least(later.article_id, later.other_article_id)
                    and greatest(k.article_id, k.other_article_id) = greatest(later.article_id, later.other_article_id)
        end
where k.withdrawn_at is null
union
select
    k.correction_id,
    later.correction_id
from mart.correction_match as k
inner join mart.correction_match as later
    on
        k.kind = later.kind
        and k.article_id = later.article_id
        and k.position = later.position
        and k.correction_id < later.correction_id
        -- of two overrides, the later one overrules what it names
        and (later.verdict = 'wrong' or k.verdict = 'wrong' or later.reads ?& array(select jsonb_object_keys(k.reads)));
comment on column mart.correction_successor.later_id is 'The later correction';
comment on view mart.correction_successor is 'One row per standing correction and later one that overrules it altogether';

create view report.correction as
-- grain: one row per correction
select
    k.correction_id,
    k.kind,
    k.verdict,
    case
        when k.withdrawn_at is not null then 'withdrawn'
        when later.later_id is not null then 'overruled'
        when
            case k.kind
                when 'claim'
                    then
                        case k.verdict
                            when 'missing'
                                then exists (
                                    select from mart.ledger_claim as l
                                    where l.article_id = k.article_id and l.claim_id = -k.correction_id and l.seen_until = 'infinity'
                                )
                            else exists (select from mart.claim_correction as c where c.correction_id = k.correction_id and c.is_current)
                        end
                when 'figure' then exists (select from mart.figure_correction as c where c.correction_id = k.correction_id and c.is_current)
                when 'topic'
                    then
                        (k.verdict = 'fails') = exists (
                            select from core.topic_tag as t
                            where t.revision_id = a.current_revision_id and t.filed_on = a.current_filed_on and t.code = k.code
                        )
                when 'alias'
                    then
                        k.article_id is null
                        or exists (
                            select from core.mention as m
                            where m.revision_id = a.current_revision_id and m.filed_on = a.current_filed_on and m.text = k.words
                        )
                        or exists (
                            select from core.claim as c
                            where
                                c.revision_id = a.current_revision_id and c.filed_on = a.current_filed_on
                                and k.words in (c.source_text, c.actor_text)
                        )
                else true
            end
            then 'standing'
        else 'dormant'
    end as state,
    later.later_id as overruled_by,
    k.article_id,
    k.other_article_id,
    a.covers_on,
    a.outlet_id,
    a.canonical_url as url,
    k.on_revision_id as revision_id,
    r.object_id,
    r.record_offset,
    encode(r.content_sha, 'hex') as content_sha,
    k.field,
    k.start_offset,
    k.end_offset,
    encode(k.evidence_sha, 'hex') as evidence_sha,
    k.words,
    k.code,
    k.entity_id,
    k.was,
    k.reads,
    k.made_by,
    k.made_at,
    k.reason,
    k.withdrawn_by,
    k.withdrawn_at,
    k.withdrawn_reason
from core.correction as k
left join core.article as a on k.article_id = a.article_id
left join core.revision as r on k.on_revision_id = r.revision_id and k.on_filed_on = r.filed_on
left join lateral (
    select max(s.later_id) as later_id from mart.correction_successor as s where s.correction_id = k.correction_id
) as later on true;
comment on view report.correction is 'One row per correction: what, by whom, when and why, and whether it still changes anything';
comment on column report.correction.overruled_by is 'The latest correction that overrules it altogether';
comment on column report.correction.article_id is 'The article; NULL = everywhere; of a story: an article of it';
comment on column report.correction.field is 'Field in which the sentence stands: title or text';
comment on column report.correction.url is 'Link to the article';
comment on column report.correction.revision_id is 'The state of the article on which it was made; the offsets and spans are of that state';
comment on column report.correction.code is 'Of a topic: its code';
comment on column report.correction.entity_id is 'Of an alias: the entity that the words name, or do not';
comment on column report.correction.state is 'standing; overruled = a later one says otherwise; dormant = changes nothing now: the sentence or words are gone, or the machine says so itself; withdrawn';

-- the watchlist ---------------------------------------------------------------------------------------------------------------

create table ref.watch (
    watch_id bigint generated always as identity primary key,
    kind text not null check (kind in ('entity', 'topic', 'outlet', 'words')),
    value text not null,
    pattern text check ((kind = 'words') = (pattern is not null)),
    note text,
    added_by text not null,
    added_at timestamptz not null,
    unique (kind, value)
);
comment on table ref.watch is 'One row per item of the watchlist: what alerts and the briefing look at first';
comment on column ref.watch.watch_id is 'The item of the watchlist, by its number';
comment on column ref.watch.kind is 'What is watched: entity, topic, outlet or words';
comment on column ref.watch.note is 'Why it is watched';
comment on column ref.watch.added_by is 'Who put it on the list';
comment on column ref.watch.added_at is 'When it was put on the list';
comment on column ref.watch.value is 'Id of the entity or outlet, code of the topic, or the words';
comment on column ref.watch.pattern is 'Of words: the regular expression that finds them, whole words, whatever their case';

create view report.watchlist_hit as
-- grain: one row per article and item of the watchlist that it hits; ask for a day, or it reads every text there is
with hit as (
    select distinct
        w.watch_id,
        m.covers_on,
        m.article_id
    from ref.watch as w
    inner join mart.mention as m on w.kind = 'entity' and w.value = m.entity_id
    union all
    select
        w.watch_id,
        t.covers_on,
        t.article_id
    from ref.watch as w
    inner join mart.topic_tag as t on w.kind = 'topic' and w.value = t.code
    union all
    select
        w.watch_id,
        a.covers_on,
        a.article_id
    from ref.watch as w
    inner join core.article as a on w.kind = 'outlet' and w.value = a.outlet_id
    union all
    select
        w.watch_id,
        a.covers_on,
        a.article_id
    from ref.watch as w
    inner join core.article as a on w.kind = 'words'
    inner join core.revision as r on a.current_revision_id = r.revision_id and a.current_filed_on = r.filed_on
    where r.title ~* w.pattern or r.text ~* w.pattern
)

select
    h.covers_on,
    h.article_id,
    w.watch_id,
    w.kind as watched,
    w.value,
    coalesce(e.name, t.label, o.name, w.value) as name,
    w.note,
    a.outlet_id,
    a.title,
    a.canonical_url as url,
    sa.story_id
from hit as h
inner join ref.watch as w on h.watch_id = w.watch_id
inner join core.article as a on h.article_id = a.article_id
left join ref.entity as e on w.kind = 'entity' and w.value = e.entity_id
left join ref.topic as t on w.kind = 'topic' and w.value = t.code
left join ref.outlet as o on w.kind = 'outlet' and w.value = o.outlet_id
left join core.story_article as sa on h.article_id = sa.article_id;
comment on view report.watchlist_hit is 'One row per article and item of the watchlist that it hits, by publication day';
comment on column report.watchlist_hit.article_id is 'The article';
comment on column report.watchlist_hit.watched is 'What is watched: entity, topic, outlet or words';
comment on column report.watchlist_hit.name is 'What it is called';
comment on column report.watchlist_hit.title is 'The article''s headline';
comment on column report.watchlist_hit.url is 'Link to the article';
