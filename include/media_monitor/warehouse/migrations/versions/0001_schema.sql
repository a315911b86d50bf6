-- The warehouse from nothing. Layers are schemas; grain in each table's comment; times are timestamptz (UTC);
-- offsets are characters (code points), end exclusive.

create schema ref;
create schema ops;
create schema stage;
create schema core;
create schema mart;
create schema report;

-- ref: what is known before any article arrives --------------------------------------------------------------------

create table ref.outlet (
    outlet_id text primary key,
    name text not null,
    homepage_url text,
    domain text not null,
    country text,
    language text,
    quote_characters integer check (quote_characters >= 0),
    is_link_required boolean not null default true,
    policy_source text,
    is_curated boolean not null default true
);
create index outlet_domain on ref.outlet (domain);
comment on table ref.outlet is 'One row per outlet, with its quotation policy';
comment on column ref.outlet.domain is 'Registrable domain of the homepage';
comment on column ref.outlet.quote_characters is 'Characters of an article that an output may show; NULL = policy unknown, nothing is shown';
comment on column ref.outlet.is_curated is 'False for outlets met in archived coverage, which no seeds row describes yet';

create table ref.feed (
    feed_id text primary key,
    outlet_id text not null references ref.outlet (outlet_id),
    url text not null,
    url_sha bytea not null unique,
    shard smallint not null check (shard between 0 and 63),
    language text,
    title text,
    source text,
    is_active boolean not null default true
);
comment on table ref.feed is 'One row per feed address';
comment on column ref.feed.shard is 'Stable hash of the host, 0 to 63: one host is always one worker''s';

create table ref.entity (
    entity_id text primary key,
    name text not null,
    kind text not null check (kind in ('person', 'group', 'government', 'agency', 'military', 'company', 'outlet', 'place', 'other')),
    parent_id text,
    wikidata text,
    iso text,
    lat double precision,
    lon double precision,
    geonames bigint,
    source text
);
comment on table ref.entity is 'One row per entity of the knowledge base';

create table ref.entity_alias (
    entity_id text not null references ref.entity (entity_id) on delete cascade,
    alias text not null,
    language text not null,
    flags text not null default '',
    primary key (entity_id, alias, language)
);
comment on table ref.entity_alias is 'One row per name of an entity and language';

create table ref.designation (
    entity_id text not null,
    jurisdiction text not null,
    list text not null,
    listed_on date,
    delisted_on date,
    source text,
    primary key (entity_id, jurisdiction, list)
);
comment on table ref.designation is 'One row per listing of an entity by a jurisdiction';

create table ref.topic (
    code text primary key,
    label text not null,
    threshold real,
    source text
);
comment on table ref.topic is 'One row per topic: IPTC Media Topics and the system''s own';

-- ops: the pipeline's own ledger --------------------------------------------------------------------------------------

create table ops.feed_state (
    feed_id text primary key references ref.feed (feed_id) on delete cascade,
    etag text,
    last_modified text,
    body_sha bytea,
    interval_seconds integer,
    next_poll_at timestamptz,
    plan_reason text,
    last_polled_at timestamptz,
    last_success_at timestamptz,
    last_outcome text,
    last_error text,
    newest_entry_at timestamptz,
    failure_count integer not null default 0,
    lease_epoch bigint not null default 0,
    leased_until timestamptz
);
create index feed_state_due on ops.feed_state (next_poll_at) where next_poll_at is not null;
comment on table ops.feed_state is 'One row per feed: validators, plan and lease';
comment on column ops.feed_state.next_poll_at is 'NULL = never again (gone)';

create table ops.archive_object (
    object_id bigint generated always as identity primary key,
    url text not null unique,
    purpose text not null check (purpose in ('feeds', 'pages', 'collection')),
    created_at timestamptz not null,
    record_count integer not null,
    page_count integer not null,
    byte_count bigint not null
);
comment on table ops.archive_object is 'One row per closed WARC or ARC object of the archive';
comment on column ops.archive_object.purpose is 'feeds = bodies of feeds; pages = fetched by this system; collection = registered from outside';

create table ops.archive_day (
    object_id bigint not null references ops.archive_object (object_id) on delete cascade,
    covers_on date not null,
    page_count integer not null,
    primary key (object_id, covers_on)
);
create index archive_day_covers_on on ops.archive_day (covers_on);
comment on table ops.archive_day is 'One row per archive object and UTC day of its pages'' WARC-Date';

create table ops.feed_poll (
    poll_id bigint generated always as identity primary key,
    feed_id text not null references ref.feed (feed_id) on delete cascade,
    polled_at timestamptz not null,
    outcome text not null,
    http_status smallint,
    byte_count integer,
    entry_count integer not null default 0,
    new_count integer not null default 0,
    changed_count integer not null default 0,
    dropped_count integer not null default 0,
    duration_ms integer not null default 0,
    detail text,
    archive_url text,
    archive_offset bigint,
    unique (feed_id, polled_at)
);
comment on table ops.feed_poll is 'One row per poll of a feed';
comment on column ops.feed_poll.outcome is 'changed, same_body, not_modified or the kind of failure';

create table ops.page (
    page_id bigint generated always as identity primary key,
    url text not null,
    url_sha bytea not null unique,
    shard smallint not null check (shard between 0 and 63),
    outlet_id text references ref.outlet (outlet_id),
    feed_id text references ref.feed (feed_id) on delete set null,
    guid text,
    title text,
    published_at timestamptz,
    discovered_at timestamptz not null,
    first_fetched_at timestamptz,
    last_fetched_at timestamptz,
    recheck_count smallint not null default 0,
    failure_count smallint not null default 0,
    etag text,
    last_modified text,
    outcome text not null default 'pending'
        check (outcome in ('published', 'unchanged', 'duplicate', 'not_an_article', 'quarantined', 'gone', 'disallowed', 'failed', 'pending')),
    outcome_reason text,
    lease_epoch bigint not null default 0,
    leased_until timestamptz
);
create index page_shard on ops.page (shard);
comment on table ops.page is 'One row per address worth fetching; its outcome is the one named outcome of that URL';

create table ops.page_due (
    page_id bigint not null references ops.page (page_id) on delete cascade,
    due_at timestamptz not null,
    reason text not null check (reason in ('new', 'recheck', 'headline', 'retry')),
    primary key (page_id, due_at)
);
create index page_due_due_at on ops.page_due (due_at);
comment on table ops.page_due is 'One row per planned request for a page: first fetch, re-check ladder, changed headline, retry';

create table ops.entry (
    entry_id bigint generated always as identity primary key,
    feed_id text not null references ref.feed (feed_id) on delete cascade,
    key_sha bytea not null,
    guid text,
    link text,
    title text,
    published_at timestamptz,
    published_raw text,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    page_id bigint references ops.page (page_id),
    unique (feed_id, key_sha)
);
comment on table ops.entry is 'One row per feed and entry key (GUID, else link, else title and date)';

create table ops.entry_title (
    entry_id bigint not null references ops.entry (entry_id) on delete cascade,
    seen_at timestamptz not null,
    title text,
    primary key (entry_id, seen_at)
);
comment on table ops.entry_title is 'One row per headline an entry has had, by the poll that first showed it';

create table ops.page_fetch (
    page_id bigint not null references ops.page (page_id) on delete cascade,
    fetched_at timestamptz not null,
    outcome text not null,
    http_status smallint,
    byte_count integer,
    duration_ms integer not null default 0,
    detail text,
    object_id bigint references ops.archive_object (object_id),
    record_offset bigint,
    primary key (page_id, fetched_at)
);
comment on table ops.page_fetch is 'One row per request for a page';

create table ops.robots (
    origin text primary key,
    fetched_at timestamptz not null,
    body text not null
);
comment on table ops.robots is 'One row per origin (scheme and host): robots.txt as last fetched (RFC 9309), empty where there is none';

create table ops.batch (
    batch_id bigint generated always as identity primary key,
    object_id bigint not null references ops.archive_object (object_id),
    covers_on date,
    purpose text not null check (purpose in ('live', 'backfill', 'retag')),
    annotator text not null default '',
    state text not null default 'open' check (state in ('open', 'staged', 'checked', 'published')),
    lease_epoch bigint not null default 0,
    leased_until timestamptz,
    record_count integer,
    created_at timestamptz not null,
    finished_at timestamptz,
    unique nulls not distinct (object_id, covers_on, purpose, annotator)
);
comment on table ops.batch is 'One row per slice of an archive object that is ingested as one';
comment on column ops.batch.covers_on is 'Only the records of this UTC day; NULL = the whole object';
comment on column ops.batch.lease_epoch is 'Raised by every worker that takes the batch; a write under an older epoch is refused';

create table ops.outcome (
    object_id bigint not null references ops.archive_object (object_id),
    record_offset bigint not null,
    batch_id bigint not null references ops.batch (batch_id),
    url text,
    outcome text not null
        check (outcome in ('published', 'unchanged', 'duplicate', 'not_an_article', 'quarantined', 'gone', 'disallowed', 'failed', 'pending')),
    reason text,
    article_id bigint,
    revision_id bigint,
    decided_at timestamptz not null,
    primary key (object_id, record_offset)
);
create index outcome_batch on ops.outcome (batch_id);
comment on table ops.outcome is 'One row per archived page: the one named outcome it ended in';

create table ops.quarantine (
    quarantine_id bigint generated always as identity primary key,
    object_id bigint not null references ops.archive_object (object_id),
    record_offset bigint not null,
    batch_id bigint not null,
    url text,
    reasons text[] not null,
    quarantined_at timestamptz not null,
    replayed_at timestamptz,
    unique (object_id, record_offset)
);
comment on table ops.quarantine is 'One row per archived page that a blocking expectation kept out of core; the page itself stays in the archive';

create table ops.check_result (
    batch_id bigint not null references ops.batch (batch_id),
    expectation text not null,
    column_name text,
    severity text not null,
    is_success boolean not null,
    row_count integer,
    failed_count integer not null default 0,
    checked_at timestamptz not null,
    primary key (batch_id, expectation)
);
comment on table ops.check_result is 'One row per batch and expectation';

create table ops.run_report (
    run_report_id bigint generated always as identity primary key,
    stage text not null,
    started_at timestamptz not null,
    finished_at timestamptz not null,
    counts jsonb not null,
    problems text[] not null default '{}'
);
create index run_report_finished on ops.run_report (finished_at);
comment on table ops.run_report is 'One row per run of a stage: counts and problems, never documents';

create table ops.report_due (
    covers_on date primary key,
    since timestamptz not null
);
comment on table ops.report_due is 'One row per publication day whose marts are older than core';

-- core: what was published, and what was found in it -------------------------------------------------------------------

create table core.article (
    article_id bigint generated always as identity primary key,
    outlet_id text not null references ref.outlet (outlet_id),
    canonical_url text not null,
    first_seen_at timestamptz not null,
    published_at timestamptz,
    published_on date,
    language text,
    title text,
    current_revision_id bigint
);
create index article_published_on on core.article (published_on);
create index article_outlet on core.article (outlet_id);
comment on table core.article is 'One row per article, however it arrived and however often it changed';
comment on column core.article.published_at is 'NULL where only the day is known; the day is then in published_on';

create table core.article_key (
    key_sha bytea primary key,
    kind text not null check (kind in ('url', 'guid')),
    article_id bigint not null references core.article (article_id) on delete cascade,
    key_text text not null
);
create index article_key_article on core.article_key (article_id);
comment on table core.article_key is 'One row per name of an article: canonical URL, fetched URL, GUID';

create table core.revision (
    revision_id bigint generated always as identity primary key,
    article_id bigint not null references core.article (article_id) on delete cascade,
    seen_at timestamptz not null,
    url text not null,
    title text,
    text text not null,
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
    object_id bigint not null references ops.archive_object (object_id),
    record_offset bigint not null,
    batch_id bigint not null references ops.batch (batch_id),
    unique (object_id, record_offset)
);
create index revision_article on core.revision (article_id, seen_at);
create index revision_annotator on core.revision (annotator);
comment on table core.revision is 'One row per state of an article that was seen: text as published at a time';
comment on column core.revision.seen_at is 'When this system first fetched that state (transaction time); published_at and modified_at are the outlet''s';

alter table core.article add constraint article_current_revision
    foreign key (current_revision_id) references core.revision (revision_id) deferrable initially deferred;

create table core.mention (
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
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
    primary key (revision_id, position)
);
create index mention_entity on core.mention (entity_id);
comment on table core.mention is 'One row per entity named in a revision; entity_id NULL = not in the knowledge base';

create table core.topic_tag (
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
    code text not null,
    label text not null,
    score real not null,
    voice text,
    evidence jsonb not null,
    primary key (revision_id, code)
);
create index topic_tag_code on core.topic_tag (code);
comment on table core.topic_tag is 'One row per revision and topic, with the spans that earned it';

create table core.event (
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
    event text not null,
    type text not null,
    place text,
    occurred_on text,
    primary key (revision_id, event)
);
comment on table core.event is 'One row per violent event as a revision tells it';

create table core.claim (
    claim_id bigint generated always as identity primary key,
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
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
    unique (revision_id, position)
);
create index claim_actor on core.claim (actor_entity_id);
create index claim_source on core.claim (source_entity_id);
comment on table core.claim is 'One row per statement of responsibility in a revision: who says who did it, with what stance';
comment on column core.claim.evidence_sha is 'SHA-256 of the sentence, so that a reader with the page can verify the offsets';

create table core.casualty (
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
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
    primary key (revision_id, position)
);
comment on table core.casualty is 'One row per figure of people harmed in a revision';

create table core.quote (
    revision_id bigint not null references core.revision (revision_id) on delete cascade,
    position integer not null,
    field text not null check (field in ('title', 'text')),
    start_offset integer not null,
    end_offset integer not null,
    speaker_text text,
    speaker_entity_id text,
    verb text,
    is_direct boolean not null,
    primary key (revision_id, position)
);
comment on table core.quote is 'One row per quotation in a revision';

create table core.copy_group (
    copy_group_id text not null,
    article_id bigint not null primary key references core.article (article_id) on delete cascade,
    is_origin boolean not null,
    share real not null
);
create index copy_group_group on core.copy_group (copy_group_id);
comment on table core.copy_group is 'One row per article that shares its text with another outlet''s';
comment on column core.copy_group.share is 'Part of this article''s text that the group''s origin carries too, 0 to 1';

create table core.story (
    story_id text primary key,
    title text,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    article_count integer not null,
    outlet_count integer not null
);
comment on table core.story is 'One row per story: articles that tell of the same event';

create table core.story_article (
    article_id bigint primary key references core.article (article_id) on delete cascade,
    story_id text not null references core.story (story_id) on delete cascade
);
create index story_article_story on core.story_article (story_id);
comment on table core.story_article is 'One row per article in a story';

-- stage: one table per core table, per batch ----------------------------------------------------------------------------

create table stage.article (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade,
    record_offset bigint not null,
    url text,
    url_sha bytea,
    canonical_url text,
    canonical_sha bytea,
    guid text,
    guid_sha bytea,
    outlet_id text,
    outlet_name text,
    domain text,
    fetched_at timestamptz,
    title text,
    text text,
    content_sha bytea,
    published_at timestamptz,
    published_on date,
    published_precision text,
    published_source text,
    modified_at timestamptz,
    language text,
    authors text[],
    agency text,
    image_url text,
    word_count integer,
    is_paywalled boolean,
    extractor text,
    annotator text,
    terrorism real,
    armed_conflict real,
    relevance_threshold real,
    primary key (batch_id, record_offset)
);
comment on table stage.article is 'One row per page of a batch that holds an article; constraints are the gate''s business';

create table stage.rejected (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade,
    record_offset bigint not null,
    url text,
    url_sha bytea,
    outcome text not null,
    reason text,
    primary key (batch_id, record_offset)
);
comment on table stage.rejected is 'One row per page of a batch without an article';

create table stage.mention (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null, position integer,
    field text, start_offset integer, end_offset integer, text text, entity_id text, name text, kind text, iso text,
    lat double precision, lon double precision
);
create index stage_mention on stage.mention (batch_id, record_offset);
comment on table stage.mention is 'One row per entity named in a staged article';

create table stage.topic_tag (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null,
    code text, label text, score real, voice text, evidence jsonb
);
create index stage_topic_tag on stage.topic_tag (batch_id, record_offset);
comment on table stage.topic_tag is 'One row per topic of a staged article';

create table stage.event (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null,
    event text, type text, place text, occurred_on text
);
create index stage_event on stage.event (batch_id, record_offset);
comment on table stage.event is 'One row per event of a staged article';

create table stage.claim (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null, position integer,
    stance text, source_text text, source_spans jsonb, source_entity_id text, is_authority boolean, actor_text text,
    actor_spans jsonb, actor_entity_id text, actor_name text, act_text text, medium_text text, stated_on text, is_hedged boolean,
    is_negated boolean, is_quoted boolean, quoted_by_text text, via_text text, cue_text text, evidence_field text,
    evidence_start integer, evidence_end integer, evidence_sha bytea, event text, rule text
);
create index stage_claim on stage.claim (batch_id, record_offset);
comment on table stage.claim is 'One row per claim of a staged article';

create table stage.casualty (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null, position integer,
    kind text, minimum double precision, maximum double precision, qualifier text, figure_field text, figure_start integer,
    figure_end integer, source_text text, is_part_of boolean, is_aggregate boolean, event text, evidence_field text,
    evidence_start integer, evidence_end integer
);
create index stage_casualty on stage.casualty (batch_id, record_offset);
comment on table stage.casualty is 'One row per casualty figure of a staged article';

create table stage.quote (
    batch_id bigint not null references ops.batch (batch_id) on delete cascade, record_offset bigint not null, position integer,
    field text, start_offset integer, end_offset integer, speaker_text text, speaker_entity_id text, verb text, is_direct boolean
);
create index stage_quote on stage.quote (batch_id, record_offset);
comment on table stage.quote is 'One row per quotation of a staged article';

-- marts -------------------------------------------------------------------------------------------------------------------

create table mart.coverage_daily (
    covers_on date not null,
    outlet_id text not null,
    article_count integer not null,
    terrorism_count integer not null,
    claim_count integer not null,
    primary key (covers_on, outlet_id)
);
comment on table mart.coverage_daily is 'One row per publication day and outlet, refreshed for the days that changed';
