-- Core by month, staging without a write-ahead log. What was there is copied over: stop the DAGs while this runs.
--
-- A revision and everything found in it carry `filed_on`, the UTC day of the fetch that brought the revision in. It never changes
-- (`seen_at` may move back when coverage arrives late), so a row never moves between partitions. Tags have no foreign key to their
-- revision: one transaction writes both, the core suite of the quality gate counts the orphans, and a row of a tag costs a third less.

-- articles: the day they belong to, and where their current state is filed ------------------------------------------------

alter table core.article drop constraint article_current_revision;
alter table core.article
    add column covers_on date not null
        generated always as (coalesce(published_on, (first_seen_at at time zone 'UTC')::date)) stored,
    add column current_filed_on date;
drop index core.article_published_on;
create index article_covers_on on core.article (covers_on);
comment on column core.article.covers_on is 'The day whose coverage it belongs to: publication day, else the UTC day of its first sight';
comment on column core.article.current_filed_on is 'filed_on of the current revision: with it a join reads one partition';

-- partitioned tables ---------------------------------------------------------------------------------------------------------

alter table core.revision rename to revision_unpartitioned;
alter table core.mention rename to mention_unpartitioned;
alter table core.topic_tag rename to topic_tag_unpartitioned;
alter table core.event rename to event_unpartitioned;
alter table core.claim rename to claim_unpartitioned;
alter table core.casualty rename to casualty_unpartitioned;
alter table core.quote rename to quote_unpartitioned;

create table core.revision (
    revision_id bigint generated always as identity,
    filed_on date not null,
    article_id bigint not null references core.article (article_id) on delete cascade,
    seen_at timestamptz not null,
    url text not null,
    title text,
    text text,
    content_sha bytea not null,
    published_at timestamptz,
    published_on date,
    published_precision text,
    published_source text,
    modified_at timestamptz,
    language text,
    authors text[] not null default '{}',
    agency text,
    image_url text,
    word_count integer not null,
    is_paywalled boolean not null,
    extractor text not null,
    annotator text not null,
    terrorism real not null,
    armed_conflict real not null,
    relevance_threshold real not null,
    object_id bigint not null,
    record_offset bigint not null,
    batch_id bigint not null,
    primary key (revision_id, filed_on),
    unique (object_id, record_offset, filed_on)
) partition by range (filed_on);
comment on table core.revision is 'One row per state of an article that was seen: text as published at a time';
comment on column core.revision.filed_on is 'UTC day of the fetch that brought it in: the partition key; it never changes';
comment on column core.revision.seen_at is 'When this system first fetched that state (transaction time); published_at and modified_at are the outlet''s';
comment on column core.revision.text is 'NULL where the retention of texts has removed it';

create table core.mention (
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    field text not null check (field in ('title', 'text')),
    start_offset integer not null,
    end_offset integer not null,
    text text not null,
    entity_id text,
    name text not null,
    kind text not null,
    iso text,
    lat double precision,
    lon double precision,
    primary key (revision_id, position, filed_on)
) partition by range (filed_on);
comment on table core.mention is 'One row per entity named in a revision; entity_id NULL = not in the knowledge base';

create table core.topic_tag (
    revision_id bigint not null,
    filed_on date not null,
    code text not null,
    label text not null,
    score real not null,
    voice text,
    evidence jsonb not null,
    primary key (revision_id, code, filed_on)
) partition by range (filed_on);
comment on table core.topic_tag is 'One row per revision and topic, with the spans that earned it';

create table core.event (
    revision_id bigint not null,
    filed_on date not null,
    event text not null,
    type text not null,
    place text,
    occurred_on text,
    primary key (revision_id, event, filed_on)
) partition by range (filed_on);
comment on table core.event is 'One row per violent event as a revision tells it';

create table core.claim (
    claim_id bigint generated always as identity,
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    stance text not null
        check (stance in ('claimed', 'confirmed', 'accused', 'suspected', 'denied', 'no_evidence', 'reported', 'cleared')),
    source_text text,
    source_spans jsonb not null,
    source_entity_id text,
    is_authority boolean,
    actor_text text,
    actor_spans jsonb not null,
    actor_entity_id text,
    actor_name text,
    act_text text,
    medium_text text,
    stated_on text,
    is_hedged boolean not null,
    is_negated boolean not null,
    is_quoted boolean not null,
    quoted_by_text text,
    via_text text,
    cue_text text,
    evidence_field text not null check (evidence_field in ('title', 'text')),
    evidence_start integer not null,
    evidence_end integer not null,
    evidence_sha bytea not null,
    event text,
    rule text not null,
    primary key (revision_id, position, filed_on)
) partition by range (filed_on);
create index claim_id on core.claim (claim_id);
comment on table core.claim is 'One row per statement of responsibility in a revision: who says who did it, with what stance';
comment on column core.claim.evidence_sha is 'SHA-256 of the sentence, so that a reader with the page can verify the offsets';

create table core.casualty (
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    kind text not null check (kind in ('killed', 'injured', 'missing', 'detained', 'abducted')),
    minimum double precision,
    maximum double precision,
    qualifier text not null,
    figure_field text not null check (figure_field in ('title', 'text')),
    figure_start integer not null,
    figure_end integer not null,
    source_text text,
    is_part_of boolean not null,
    is_aggregate boolean not null,
    event text,
    evidence_field text not null check (evidence_field in ('title', 'text')),
    evidence_start integer not null,
    evidence_end integer not null,
    primary key (revision_id, position, filed_on)
) partition by range (filed_on);
comment on table core.casualty is 'One row per figure of people harmed in a revision';

create table core.quote (
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    field text not null check (field in ('title', 'text')),
    start_offset integer not null,
    end_offset integer not null,
    speaker_text text,
    speaker_entity_id text,
    verb text,
    is_direct boolean not null,
    primary key (revision_id, position, filed_on)
) partition by range (filed_on);
comment on table core.quote is 'One row per quotation in a revision';

create function ops.ensure_month(day date) returns integer
language plpgsql
set search_path = pg_catalog
as $$
-- A table is made on its own and then attached: ATTACH lets readers and writers of the parent go on, CREATE … PARTITION OF does not.
-- Where nothing is missing, which is nearly always, no lock is taken.
declare
    first_day date := date_trunc('month', day)::date;
    suffix text := to_char(day, '"_y"YYYY"m"MM');
    parent record;
    made integer := 0;
begin
    for parent in
        select n.nspname as schema_name, c.relname as table_name
        from pg_class as c
        inner join pg_namespace as n on c.relnamespace = n.oid
        where c.relkind = 'p' and n.nspname in ('core', 'mart') and to_regclass(format('%I.%I', n.nspname, c.relname || suffix)) is null
        order by n.nspname, c.relname
    loop
        perform pg_advisory_xact_lock(hashtext('ops.ensure_month'));
        continue when to_regclass(format('%I.%I', parent.schema_name, parent.table_name || suffix)) is not null;
        execute format('create table %I.%I (like %I.%I including defaults including constraints including storage including compression)',
                       parent.schema_name, parent.table_name || suffix, parent.schema_name, parent.table_name);
        execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
                       parent.schema_name, parent.table_name, parent.schema_name, parent.table_name || suffix,
                       first_day, (first_day + interval '1 month')::date);
        made := made + 1;
    end loop;
    return made;
end
$$;
comment on function ops.ensure_month is 'Makes the missing partitions of the month of a day, for every table of core and mart that is partitioned by month; how many';

-- what was there ----------------------------------------------------------------------------------------------------------------

select ops.ensure_month(month.first_day)
from (
    select distinct date_trunc('month', seen_at at time zone 'UTC')::date as first_day from core.revision_unpartitioned
    union
    select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date from generate_series(0, 3) as ahead
) as month;

insert into core.revision overriding system value
select
    revision_id, (seen_at at time zone 'UTC')::date, article_id, seen_at, url, title, text, content_sha, published_at, published_on,
    published_precision, published_source, modified_at, language, authors, agency, image_url, word_count, is_paywalled, extractor,
    annotator, terrorism, armed_conflict, relevance_threshold, object_id, record_offset, batch_id
from core.revision_unpartitioned;

insert into core.mention
select
    m.revision_id, r.filed_on, m.position, m.field, m.start_offset, m.end_offset, m.text, m.entity_id, m.name, m.kind, m.iso, m.lat,
    m.lon
from core.mention_unpartitioned as m
inner join core.revision as r on m.revision_id = r.revision_id;

insert into core.topic_tag
select t.revision_id, r.filed_on, t.code, t.label, t.score, t.voice, t.evidence
from core.topic_tag_unpartitioned as t
inner join core.revision as r on t.revision_id = r.revision_id;

insert into core.event
select e.revision_id, r.filed_on, e.event, e.type, e.place, e.occurred_on
from core.event_unpartitioned as e
inner join core.revision as r on e.revision_id = r.revision_id;

insert into core.claim overriding system value
select
    c.claim_id, c.revision_id, r.filed_on, c.position, c.stance, c.source_text, c.source_spans, c.source_entity_id, c.is_authority,
    c.actor_text, c.actor_spans, c.actor_entity_id, c.actor_name, c.act_text, c.medium_text, c.stated_on, c.is_hedged, c.is_negated,
    c.is_quoted, c.quoted_by_text, c.via_text, c.cue_text, c.evidence_field, c.evidence_start, c.evidence_end, c.evidence_sha, c.event,
    c.rule
from core.claim_unpartitioned as c
inner join core.revision as r on c.revision_id = r.revision_id;

insert into core.casualty
select
    c.revision_id, r.filed_on, c.position, c.kind, c.minimum, c.maximum, c.qualifier, c.figure_field, c.figure_start, c.figure_end,
    c.source_text, c.is_part_of, c.is_aggregate, c.event, c.evidence_field, c.evidence_start, c.evidence_end
from core.casualty_unpartitioned as c
inner join core.revision as r on c.revision_id = r.revision_id;

insert into core.quote
select q.revision_id, r.filed_on, q.position, q.field, q.start_offset, q.end_offset, q.speaker_text, q.speaker_entity_id, q.verb, q.is_direct
from core.quote_unpartitioned as q
inner join core.revision as r on q.revision_id = r.revision_id;

update core.article as a
set current_filed_on = r.filed_on
from core.revision as r
where a.current_revision_id = r.revision_id;

select
    setval(pg_get_serial_sequence('core.revision', 'revision_id'), coalesce((select max(revision_id) from core.revision), 0) + 1, false),
    setval(pg_get_serial_sequence('core.claim', 'claim_id'), coalesce((select max(claim_id) from core.claim), 0) + 1, false);

-- views on the old tables are made anew by the next migration
drop view report.article, report.attribution_ledger, report.casualty_ledger, mart.evidence, mart.casualty_band,
    mart.stance_timeline, mart.casualty_ledger, mart.attribution_ledger, mart.revision_time;
drop table core.mention_unpartitioned, core.topic_tag_unpartitioned, core.event_unpartitioned, core.claim_unpartitioned,
    core.casualty_unpartitioned, core.quote_unpartitioned, core.revision_unpartitioned;

-- after the copy, since an index is cheaper to build than to grow
create index revision_article on core.revision (article_id, seen_at);
create index revision_annotator on core.revision (annotator, object_id);
create index mention_entity on core.mention (entity_id);
create index topic_tag_code on core.topic_tag (code);

-- staging: made again from the archive after a crash, so it needs no write-ahead log; publish refuses a batch whose rows are gone -----

alter table stage.article set unlogged;
alter table stage.rejected set unlogged;
alter table stage.mention set unlogged;
alter table stage.topic_tag set unlogged;
alter table stage.event set unlogged;
alter table stage.claim set unlogged;
alter table stage.casualty set unlogged;
alter table stage.quote set unlogged;
