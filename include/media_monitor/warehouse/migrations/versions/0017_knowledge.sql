-- Two clocks. A state of an article was seen from when it was fetched until the next one was; and this warehouse held that to be so from
-- when it loaded the one until it loaded the other. Coverage that arrives late changes the past, but not what was held to be the past:
-- each row stands for a rectangle, [seen_from, seen_until) by [held_from, held_until), and as of a moment is a condition.
-- The ledgers keep what is held to be so now; what no longer is moves to tables of its own.

alter table mart.article_state add column held_from timestamptz not null default 'infinity';
alter table mart.ledger_claim
    -- An actor that the knowledge base does not hold may still be named: its kind is then that of the name at its place. "They" and
    -- "the attackers" are no names, and no perpetrator of another scheme.
    add column actor_kind text,
    add column held_from timestamptz not null default 'infinity';
alter table mart.ledger_figure add column held_from timestamptz not null default 'infinity';
comment on column mart.ledger_claim.actor_kind is 'Kind of the name that stands for the actor; NULL = no name stands there';

create table mart.former_state (
    like mart.article_state,
    held_until timestamptz not null check (held_until < 'infinity'),
    primary key (revision_id, held_from, covers_on)
) partition by range (covers_on);
create index former_state_article on mart.former_state (article_id);
comment on table mart.former_state is 'One row per state of an article as this warehouse held it to be before it loaded what changed that';

create table mart.former_claim (
    like mart.ledger_claim,
    held_until timestamptz not null check (held_until < 'infinity'),
    primary key (revision_id, position, held_from, covers_on)
) partition by range (covers_on);
create index former_claim_article on mart.former_claim (article_id);
comment on table mart.former_claim is 'One row per claim of a revision as this warehouse held it to be before it loaded what changed that';

create table mart.former_figure (
    like mart.ledger_figure,
    held_until timestamptz not null check (held_until < 'infinity'),
    primary key (revision_id, position, held_from, covers_on)
) partition by range (covers_on);
create index former_figure_article on mart.former_figure (article_id);
comment on table mart.former_figure is 'One row per casualty figure of a revision as this warehouse held it to be before it loaded what changed that';

select ops.ensure_month(month.first_day)
from (
    select distinct date_trunc('month', covers_on)::date as first_day from core.article
    union
    select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date from generate_series(0, 3) as ahead
) as month;

insert into ops.report_due (covers_on, since)
select distinct covers_on, now() from core.article
on conflict (covers_on) do update set since = excluded.since;

-- the ledgers: what is held to be so now, and the record of what ever was ---------------------------------------------------------------------

create view mart.attribution_record as
-- grain: one row per claim of a revision and time for which this warehouse held it to be so
select
    l.claim_id,
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.filed_on,
    l.covers_on,
    l.outlet_id,
    o.name as outlet,
    l.stance,
    l.source_text,
    l.source_entity_id,
    coalesce(source_entity.name, l.source_text, o.name) as source_name,
    l.is_authority,
    l.actor_text,
    l.actor_entity_id,
    coalesce(actor_entity.name, l.actor_name, l.actor_text) as actor_name,
    coalesce(actor_entity.kind, l.actor_kind) as actor_kind,
    l.act_text,
    l.medium_text,
    l.stated_on,
    l.is_hedged,
    l.is_negated,
    l.is_quoted,
    l.quoted_by_text,
    l.via_text,
    l.event,
    e.type as event_type,
    e.place as event_place_id,
    e.occurred_on as event_on,
    l.rule,
    l.position,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    encode(l.evidence_sha, 'hex') as evidence_sha,
    l.stated_at,
    l.published_at,
    l.seen_from,
    l.seen_until,
    l.known_from,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy,
    coalesce(l.via_text, l.agency, origin_outlet.name, o.name) as origin,
    l.held_from,
    l.held_until
from (
    select
        covers_on,
        article_id,
        revision_id,
        filed_on,
        position,
        claim_id,
        outlet_id,
        stance,
        source_text,
        source_entity_id,
        is_authority,
        actor_text,
        actor_entity_id,
        actor_name,
        act_text,
        medium_text,
        stated_on,
        is_hedged,
        is_negated,
        is_quoted,
        quoted_by_text,
        via_text,
        event,
        rule,
        evidence_field,
        evidence_start,
        evidence_end,
        evidence_sha,
        stated_at,
        published_at,
        seen_from,
        seen_until,
        known_from,
        agency,
        actor_kind,
        held_from,
        'infinity'::timestamptz as held_until
    from mart.ledger_claim
    union all
    select
        covers_on,
        article_id,
        revision_id,
        filed_on,
        position,
        claim_id,
        outlet_id,
        stance,
        source_text,
        source_entity_id,
        is_authority,
        actor_text,
        actor_entity_id,
        actor_name,
        act_text,
        medium_text,
        stated_on,
        is_hedged,
        is_negated,
        is_quoted,
        quoted_by_text,
        via_text,
        event,
        rule,
        evidence_field,
        evidence_start,
        evidence_end,
        evidence_sha,
        stated_at,
        published_at,
        seen_from,
        seen_until,
        known_from,
        agency,
        actor_kind,
        held_from,
        held_until
    from mart.former_claim
) as l
-- an article's rows lie under its day; the day in the join lets a query by story or link read the partitions of its articles only
inner join core.article as a on l.article_id = a.article_id and l.covers_on = a.covers_on
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join ref.entity as source_entity on l.source_entity_id = source_entity.entity_id
left join ref.entity as actor_entity on l.actor_entity_id = actor_entity.entity_id
left join core.event as e on l.revision_id = e.revision_id and l.filed_on = e.filed_on and l.event = e.event
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id
-- a copy group bears the id of its origin
left join core.article as origin_article on cg.copy_group_id::bigint = origin_article.article_id
left join ref.outlet as origin_outlet on origin_article.outlet_id = origin_outlet.outlet_id;
comment on view mart.attribution_record is 'One row per claim of a revision and time for which this warehouse held it to be so';

create or replace view mart.attribution_history as
-- grain: one row per claim of a revision
select
    l.claim_id,
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.filed_on,
    l.covers_on,
    l.outlet_id,
    o.name as outlet,
    l.stance,
    l.source_text,
    l.source_entity_id,
    coalesce(source_entity.name, l.source_text, o.name) as source_name,
    l.is_authority,
    l.actor_text,
    l.actor_entity_id,
    coalesce(actor_entity.name, l.actor_name, l.actor_text) as actor_name,
    coalesce(actor_entity.kind, l.actor_kind) as actor_kind,
    l.act_text,
    l.medium_text,
    l.stated_on,
    l.is_hedged,
    l.is_negated,
    l.is_quoted,
    l.quoted_by_text,
    l.via_text,
    l.event,
    e.type as event_type,
    e.place as event_place_id,
    e.occurred_on as event_on,
    l.rule,
    l.position,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    encode(l.evidence_sha, 'hex') as evidence_sha,
    l.stated_at,
    l.published_at,
    l.seen_from,
    l.seen_until,
    l.known_from,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy,
    coalesce(l.via_text, l.agency, origin_outlet.name, o.name) as origin
from mart.ledger_claim as l
-- an article's rows lie under its day; the day in the join lets a query by story or link read the partitions of its articles only
inner join core.article as a on l.article_id = a.article_id and l.covers_on = a.covers_on
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join ref.entity as source_entity on l.source_entity_id = source_entity.entity_id
left join ref.entity as actor_entity on l.actor_entity_id = actor_entity.entity_id
left join core.event as e on l.revision_id = e.revision_id and l.filed_on = e.filed_on and l.event = e.event
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id
-- a copy group bears the id of its origin
left join core.article as origin_article on cg.copy_group_id::bigint = origin_article.article_id
left join ref.outlet as origin_outlet on origin_article.outlet_id = origin_outlet.outlet_id;
create view mart.casualty_record as
-- grain: one row per casualty figure of a revision and time for which this warehouse held it to be so
select
    sa.story_id,
    l.article_id,
    l.revision_id,
    l.filed_on,
    l.covers_on,
    l.position,
    l.outlet_id,
    o.name as outlet,
    l.kind,
    l.minimum,
    l.maximum,
    l.qualifier,
    l.source_text,
    l.is_part_of,
    l.is_aggregate,
    l.event,
    e.type as event_type,
    e.place as event_place_id,
    e.occurred_on as event_on,
    l.evidence_field,
    l.evidence_start,
    l.evidence_end,
    l.stated_at,
    l.seen_from,
    l.seen_until,
    l.known_from,
    a.canonical_url as url,
    cg.copy_group_id,
    coalesce(not cg.is_origin, false) as is_copy,
    coalesce(l.agency, origin_outlet.name, o.name) as origin,
    l.held_from,
    l.held_until
from (
    select
        covers_on,
        article_id,
        revision_id,
        filed_on,
        position,
        outlet_id,
        kind,
        minimum,
        maximum,
        qualifier,
        source_text,
        is_part_of,
        is_aggregate,
        event,
        evidence_field,
        evidence_start,
        evidence_end,
        stated_at,
        seen_from,
        seen_until,
        known_from,
        agency,
        held_from,
        'infinity'::timestamptz as held_until
    from mart.ledger_figure
    union all
    select
        covers_on,
        article_id,
        revision_id,
        filed_on,
        position,
        outlet_id,
        kind,
        minimum,
        maximum,
        qualifier,
        source_text,
        is_part_of,
        is_aggregate,
        event,
        evidence_field,
        evidence_start,
        evidence_end,
        stated_at,
        seen_from,
        seen_until,
        known_from,
        agency,
        held_from,
        held_until
    from mart.former_figure
) as l
inner join core.article as a on l.article_id = a.article_id and l.covers_on = a.covers_on
inner join ref.outlet as o on l.outlet_id = o.outlet_id
left join core.event as e on l.revision_id = e.revision_id and l.filed_on = e.filed_on and l.event = e.event
left join core.story_article as sa on l.article_id = sa.article_id
left join core.copy_group as cg on l.article_id = cg.article_id
left join core.article as origin_article on cg.copy_group_id::bigint = origin_article.article_id
left join ref.outlet as origin_outlet on origin_article.outlet_id = origin_outlet.outlet_id;
comment on view mart.casualty_record is 'One row per casualty figure of a revision and time for which this warehouse held it to be so';

create view report.attribution_record as
-- grain: one row per claim of a revision and time for which this warehouse held it to be so
select
    l.*,
    -- in the list of columns and not in a join: who does not ask for the sentence does not pay for it
    (
        select e.sentence from mart.evidence as e
        where
            e.covers_on = l.covers_on and e.revision_id = l.revision_id
            and e.field = l.evidence_field and e.start_offset = l.evidence_start and e.end_offset = l.evidence_end
    ) as evidence_text
from mart.attribution_record as l;
comment on view report.attribution_record is 'One row per claim of a revision and time for which this warehouse held it to be so: what the ledgers as of a moment are made of';

create view report.casualty_record as
-- grain: one row per casualty figure of a revision and time for which this warehouse held it to be so
select
    l.*,
    (
        select e.sentence from mart.evidence as e
        where
            e.covers_on = l.covers_on and e.revision_id = l.revision_id
            and e.field = l.evidence_field and e.start_offset = l.evidence_start and e.end_offset = l.evidence_end
    ) as evidence_text
from mart.casualty_record as l;
comment on view report.casualty_record is 'One row per casualty figure of a revision and time for which this warehouse held it to be so: what the ledgers as of a moment are made of';

create view report.revision_record as
-- grain: one row per state of an article and time for which this warehouse held it to be so
select
    article_id,
    revision_id,
    filed_on,
    covers_on,
    outlet_id,
    state_number,
    previous_revision_id,
    title,
    language,
    agency,
    word_count,
    is_paywalled,
    terrorism,
    armed_conflict,
    relevance_threshold,
    published_at,
    published_on,
    told_at,
    seen_from,
    seen_until,
    known_from,
    annotator,
    held_from,
    'infinity'::timestamptz as held_until
from mart.article_state
union all
select
    article_id,
    revision_id,
    filed_on,
    covers_on,
    outlet_id,
    state_number,
    previous_revision_id,
    title,
    language,
    agency,
    word_count,
    is_paywalled,
    terrorism,
    armed_conflict,
    relevance_threshold,
    published_at,
    published_on,
    told_at,
    seen_from,
    seen_until,
    known_from,
    annotator,
    held_from,
    held_until
from mart.former_state;
comment on view report.revision_record is 'One row per state of an article and time for which this warehouse held it to be so';

-- as of a moment ------------------------------------------------------------------------------------------------------------------

create or replace function report.attribution_ledger_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns setof report.attribution_history
language sql stable
begin atomic
    select
        h.claim_id,
        h.story_id,
        h.article_id,
        h.revision_id,
        h.filed_on,
        h.covers_on,
        h.outlet_id,
        h.outlet,
        h.stance,
        h.source_text,
        h.source_entity_id,
        h.source_name,
        h.is_authority,
        h.actor_text,
        h.actor_entity_id,
        h.actor_name,
        h.actor_kind,
        h.act_text,
        h.medium_text,
        h.stated_on,
        h.is_hedged,
        h.is_negated,
        h.is_quoted,
        h.quoted_by_text,
        h.via_text,
        h.event,
        h.event_type,
        h.event_place_id,
        h.event_on,
        h.rule,
        h.position,
        h.evidence_field,
        h.evidence_start,
        h.evidence_end,
        h.evidence_sha,
        h.stated_at,
        h.published_at,
        h.seen_from,
        h.seen_until,
        h.known_from,
        h.url,
        h.copy_group_id,
        h.is_copy,
        h.origin,
        h.evidence_text
    from report.attribution_record as h
    where
        h.seen_from <= at and (h.seen_until > at or h.seen_until = 'infinity')
        and h.held_from <= known_at and (h.held_until > known_at or h.held_until = 'infinity');
end;

create or replace function report.casualty_ledger_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns setof report.casualty_history
language sql stable
begin atomic
    select
        h.story_id,
        h.article_id,
        h.revision_id,
        h.filed_on,
        h.covers_on,
        h.position,
        h.outlet_id,
        h.outlet,
        h.kind,
        h.minimum,
        h.maximum,
        h.qualifier,
        h.source_text,
        h.is_part_of,
        h.is_aggregate,
        h.event,
        h.event_type,
        h.event_place_id,
        h.event_on,
        h.evidence_field,
        h.evidence_start,
        h.evidence_end,
        h.stated_at,
        h.seen_from,
        h.seen_until,
        h.known_from,
        h.url,
        h.copy_group_id,
        h.is_copy,
        h.origin,
        h.evidence_text
    from report.casualty_record as h
    where
        h.seen_from <= at and (h.seen_until > at or h.seen_until = 'infinity')
        and h.held_from <= known_at and (h.held_until > known_at or h.held_until = 'infinity');
end;

create or replace function report.article_as_of(at timestamptz, known_at timestamptz default 'infinity')
returns table (
    article_id bigint,
    outlet_id text,
    outlet text,
    url text,
    title text,
    language text,
    published_at timestamptz,
    published_on date,
    covers_on date,
    first_seen_at timestamptz,
    agency text,
    word_count integer,
    terrorism real,
    armed_conflict real,
    revision_count bigint,
    story_id text,
    copy_group_id text,
    revision_id bigint,
    filed_on date,
    is_paywalled boolean
)
language sql stable
begin atomic
    select
        r.article_id,
        r.outlet_id,
        a.outlet,
        a.url,
        r.title,
        r.language,
        r.published_at,
        r.published_on,
        r.covers_on,
        a.first_seen_at,
        r.agency,
        r.word_count,
        r.terrorism,
        r.armed_conflict,
        r.state_number,
        a.story_id,
        a.copy_group_id,
        r.revision_id,
        r.filed_on,
        r.is_paywalled
    from report.revision_record as r
    inner join report.article as a on r.article_id = a.article_id and r.covers_on = a.covers_on
    where
        r.seen_from <= at and (r.seen_until > at or r.seen_until = 'infinity')
        and r.held_from <= known_at and (r.held_until > known_at or r.held_until = 'infinity');
end;

comment on function report.article_as_of is 'Articles as of a moment: each in the last of its states that had been fetched by `at`, of those that this warehouse had loaded by `known_at`';

do $$
declare
    word record;
begin
    for word in
        select n.nspname, c.relname, a.attname, w.meaning
        from pg_attribute as a
        inner join pg_class as c on a.attrelid = c.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
        inner join pg_namespace as n on c.relnamespace = n.oid and n.nspname in ('mart', 'report')
        inner join (values
            ('held_from', 'Since when this warehouse holds the row to be so'),
            ('held_until', 'When it loaded what changed that; infinity = it holds it to be so now'),
            ('known_from', 'When this warehouse loaded the state: for archived coverage perhaps years after seen_from')
        ) as w (attname, meaning) on a.attname = w.attname
        where a.attnum > 0 and not a.attisdropped
    loop
        execute format('comment on column %I.%I.%I is %L', word.nspname, word.relname, word.attname, word.meaning);
    end loop;
    -- a column of what was held means what it means in what is held
    for word in
        select f.oid::regclass as relation, a.attname, col_description(h.oid, b.attnum) as meaning
        from (
            values
            ('mart.former_state', 'mart.article_state'), ('mart.former_claim', 'mart.ledger_claim'), ('mart.former_figure', 'mart.ledger_figure'),
            ('mart.attribution_record', 'mart.attribution_history'), ('report.attribution_record', 'report.attribution_history'),
            ('mart.casualty_record', 'mart.casualty_history'), ('report.casualty_record', 'report.casualty_history'),
            ('report.revision_record', 'report.revision')
        ) as pair (former, held)
        inner join pg_class as f on f.oid = pair.former::regclass
        inner join pg_class as h on h.oid = pair.held::regclass
        inner join pg_attribute as a on a.attrelid = f.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_attribute as b on b.attrelid = h.oid and b.attname = a.attname
        where col_description(f.oid, a.attnum) is null and col_description(h.oid, b.attnum) is not null
    loop
        execute format('comment on column %s.%I is %L', word.relation, word.attname, word.meaning);
    end loop;
end $$;
