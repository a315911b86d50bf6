-- Invented rows for every table of revision 0001, as many articles as the temporary table `scale` says. What a migration may stumble
-- over is among them: absent values, other scripts, moments on both sides of midnight UTC, days over a turn of the year.

insert into ref.outlet (outlet_id, name, homepage_url, domain, country, language, quote_characters, policy_source, is_curated) values
('ledger', 'The Ledger', 'https://ledger.test/', 'ledger.test', 'VA', 'en', 500, 'invented', true),
('lissa', 'Le Phare d’Étel', 'https://lissa.test/', 'lissa.test', null, 'fr', null, null, true),
('bracken', 'bracken.test', null, 'bracken.test', null, null, 0, null, false);
insert into ref.feed (feed_id, outlet_id, url, url_sha, shard, language, title)
select 'feed-' || n, (array['ledger', 'lissa', 'bracken'])[1 + n % 3], 'https://feeds.test/' || n, sha256(n::text::bytea), n % 64, 'en', null
from generate_series(1, 6) as n;
insert into ref.entity (entity_id, name, kind, parent_id, wikidata, iso, lat, lon, geonames, source) values
('org:copper-hand', 'The Copper Hand', 'group', null, null, null, null, null, null, 'invented'),
('place:ossa', 'Ossa', 'place', null, null, 'VA', 12.5, -3.25, 9007199254740993, 'invented'),
('gov:valdena', 'Government of Valdena', 'government', 'place:ossa', null, 'VA', null, null, null, null);
insert into ref.entity_alias (entity_id, alias, language, flags) values
('org:copper-hand', 'Copper Hand', 'en', ''),
('org:copper-hand', 'La Main de cuivre', 'fr', 'w'),
('org:copper-hand', 'Медная рука', 'ru', '');
insert into ref.designation (entity_id, jurisdiction, list, listed_on, delisted_on, source) values
('org:copper-hand', 'VA', 'proscribed', '2019-12-31', null, 'invented'),
('org:copper-hand', 'QQ', 'sanctions', null, '2025-01-01', null);
insert into ref.topic (code, label, threshold, source) values
('medtop:20000053', 'act of terror', 0.5, 'invented'),
('own:attribution', 'attribution', null, null);

insert into ops.feed_state (feed_id, etag, last_modified, body_sha, interval_seconds, next_poll_at, last_outcome, last_error, lease_epoch)
select
    feed_id, 'W/"' || feed_id || '"', null, sha256(feed_id::bytea), 3600, nullif(timestamptz '2026-03-01 00:00Z', timestamptz '2026-03-01 00:00Z'),
    'changed', E'line\nbreak', 7
from ref.feed;
insert into ops.archive_object (url, purpose, created_at, record_count, page_count, byte_count)
select 'memory://object-' || n || '.warc.gz', (array['feeds', 'pages', 'collection'])[1 + n % 3], timestamptz '2025-11-30 23:59:59.999999Z', n, n, n
from generate_series(1, 9) as n;
insert into ops.archive_day (object_id, covers_on, page_count)
select object_id, date '2025-11-30' + object_id::integer, 1 from ops.archive_object;
insert into ops.feed_poll (feed_id, polled_at, outcome, http_status, byte_count, detail, archive_url, archive_offset)
select feed_id, timestamptz '2025-12-31 23:30Z' + n * interval '17 minutes', 'changed', 200, n, null, 'memory://object-1.warc.gz', n
from ref.feed, generate_series(1, 5) as n;
insert into ops.page (url, url_sha, shard, outlet_id, feed_id, guid, title, published_at, discovered_at, outcome, outcome_reason)
select
    'https://ledger.test/' || n, sha256(('page ' || n)::bytea), n % 64, 'ledger', 'feed-' || (1 + n % 6), 'guid-' || n, 'Überschrift ' || n,
    null, timestamptz '2025-12-31 22:00Z' + n * interval '1 hour', (array['published', 'failed', 'pending'])[1 + n % 3], null
from generate_series(1, 30) as n;
insert into ops.page_due (page_id, due_at, reason)
select page_id, discovered_at + interval '1 day', 'recheck' from ops.page;
insert into ops.entry (feed_id, key_sha, guid, link, title, published_raw, first_seen_at, last_seen_at, page_id)
select coalesce(feed_id, 'feed-1'), url_sha, guid, url, title, 'yesterday-ish', discovered_at, discovered_at, page_id from ops.page;
insert into ops.entry_title (entry_id, seen_at, title)
select entry_id, first_seen_at, title from ops.entry;
insert into ops.page_fetch (page_id, fetched_at, outcome, http_status, byte_count, object_id, record_offset)
select page_id, discovered_at + interval '1 minute', 'fetched', 200, 1000, 2, page_id * 100 from ops.page;
insert into ops.robots (origin, fetched_at, body) values ('https://ledger.test', timestamptz '2026-01-01 00:00Z', E'User-agent: *\nDisallow: /x');
insert into ops.batch (object_id, covers_on, purpose, annotator, state, lease_epoch, record_count, created_at, finished_at)
select object_id, null, (array['live', 'backfill', 'retag'])[1 + object_id::integer % 3], 'test-1', 'published', 3, 10, created_at, created_at
from ops.archive_object;
insert into ops.quarantine (object_id, record_offset, batch_id, url, reasons, quarantined_at)
select object_id, 5, 1, null, array['cueless_evidence', 'twin "quoted", with comma'], created_at from ops.archive_object;
insert into ops.check_result (batch_id, expectation, column_name, severity, is_success, row_count, failed_count, checked_at)
select batch_id, 'no twins', null, 'critical', batch_id % 2 = 0, 10, 1, created_at from ops.batch;
insert into ops.run_report (stage, started_at, finished_at, counts, problems) values
('publish', timestamptz '2026-01-01 00:00Z', timestamptz '2026-01-01 00:01Z', '{"published": 3, "ünicode": null}', '{}');
insert into ops.report_due (covers_on, since) values ('2025-12-31', timestamptz '2026-01-01 00:00Z');

insert into core.article (outlet_id, canonical_url, first_seen_at, published_at, published_on, language, title)
select
    (array['ledger', 'lissa', 'bracken'])[1 + n % 3], 'https://ledger.test/article/' || n, seen.at,
    case when n % 3 = 0 then seen.at - interval '2 hours' end,
    case when n % 3 < 2 then ((seen.at - interval '2 hours') at time zone 'UTC')::date end, -- n % 3 = 2: no date at all
    case when n % 5 > 0 then 'en' end, 'Blast at Ossa Bridge ' || n
from scale, generate_series(1, scale.articles) as n,
    -- from November to March, the first at the last microsecond of a year, the second at the first of the next
    lateral (
        select case n
            when 1 then timestamptz '2025-12-31 23:59:59.999999Z'
            when 2 then timestamptz '2026-01-01 00:00Z'
            else timestamptz '2025-11-01 00:00Z' + (n * 7919 % 215000) * interval '1 minute'
        end as at
    ) as seen;
insert into core.article_key (key_sha, kind, article_id, key_text)
select sha256(canonical_url::bytea), 'url', article_id, canonical_url from core.article;

insert into core.revision (
    article_id, seen_at, url, title, text, content_sha, published_at, published_on, published_precision, published_source, modified_at,
    language, authors, agency, image_url, word_count, is_paywalled, extractor, annotator, terrorism, armed_conflict, relevance_threshold,
    object_id, record_offset, batch_id
)
select
    a.article_id, a.first_seen_at + state.n * interval '9 hours', a.canonical_url, nullif(a.title, 'Blast at Ossa Bridge 3'),
    'The Copper Hand said it had planted the bomb. Взрыв на мосту, ' || a.article_id || E'.\n\nAt least ' || state.n || E' were killed. 🙂',
    sha256((a.article_id || ' ' || state.n)::bytea), a.published_at, a.published_on, 'minute', 'json-ld',
    case when state.n > 0 then a.first_seen_at + state.n * interval '8 hours' end,
    a.language, case when a.article_id % 2 = 0 then array['Ilva "Quill" Tarn', 'Ö, X'] else '{}' end, null, null, 20, false, 'test', 'test-1',
    0.9, 'NaN', 0.5, 1 + a.article_id % 9, a.article_id * 1000 + state.n * 10, 1 + a.article_id % 9
from core.article as a, generate_series(0, (a.article_id % 3)::integer) as state (n)
order by a.article_id, state.n;
update core.article as a set current_revision_id = r.revision_id
from core.revision as r
where a.article_id = r.article_id and r.record_offset = a.article_id * 1000 + (a.article_id % 3) * 10;
insert into core.mention (revision_id, position, field, start_offset, end_offset, text, entity_id, name, kind, iso, lat, lon)
select
    revision_id, n, 'text', n, n + 4, 'Ossa', case when n % 2 = 0 then 'place:ossa' end, 'Ossa', 'place', 'VA',
    case when n = 0 then 'Infinity'::double precision when n = 1 then 0.1 + 0.2 end, null
from core.revision, generate_series(0, 3) as n;
insert into core.topic_tag (revision_id, code, label, score, voice, evidence)
select revision_id, 'medtop:20000053', 'act of terror', 0.1, null, '[{"field": "text", "start": 0, "end": 4}, 1e3, "ü"]' from core.revision;
insert into core.event (revision_id, event, type, place, occurred_on)
select revision_id, 'e1', 'bombing', 'Ossa', '2026-01' from core.revision;
insert into core.claim (
    revision_id, position, stance, source_text, source_spans, source_entity_id, is_authority, actor_text, actor_spans, actor_entity_id,
    actor_name, is_hedged, is_negated, is_quoted, evidence_field, evidence_start, evidence_end, evidence_sha, event, rule
)
select
    revision_id, n, (array['claimed', 'denied'])[1 + n], 'It', '[]', 'org:copper-hand', false, null, '[]', null, null, false, false, true,
    'text', 0, 45, sha256(revision_id::text::bytea), 'e1', 'test-1'
from core.revision, generate_series(0, 1) as n
order by revision_id, n;
insert into core.casualty (
    revision_id, position, kind, minimum, maximum, qualifier, figure_field, figure_start, figure_end, source_text, is_part_of,
    is_aggregate, event, evidence_field, evidence_start, evidence_end
)
select revision_id, 0, 'killed', 12, null, 'at_least', 'text', 60, 61, null, false, false, 'e1', 'text', 50, 80 from core.revision;
insert into core.quote (revision_id, position, field, start_offset, end_offset, speaker_text, speaker_entity_id, verb, is_direct)
select revision_id, 0, 'title', 0, 5, 'Ilva Tarn', null, 'said', true from core.revision;
insert into ops.outcome (object_id, record_offset, batch_id, url, outcome, reason, article_id, revision_id, decided_at)
select object_id, record_offset, batch_id, url, 'published', null, article_id, revision_id, seen_at from core.revision;
insert into core.copy_group (copy_group_id, article_id, is_origin, share)
select 'copies-' || article_id / 4, article_id, article_id % 4 = 0, 0.75 from core.article where article_id % 4 < 2;
insert into core.story (story_id, title, first_seen_at, last_seen_at, article_count, outlet_count) values
('story-1', 'Blast at Ossa Bridge', timestamptz '2025-11-01 00:00Z', 'infinity', 5, 3);
insert into core.story_article (article_id, story_id)
select article_id, 'story-1' from core.article where article_id % 2 = 0;

insert into stage.article (batch_id, record_offset, url, title, text, authors) values (1, 0, 'https://ledger.test/staged', null, 'Staged.', '{}');
insert into stage.rejected (batch_id, record_offset, url, outcome, reason) values (1, 100, null, 'not_an_article', 'hub');
insert into stage.mention (batch_id, record_offset, position, text) values (1, 0, 0, 'Ossa');
insert into stage.topic_tag (batch_id, record_offset, code, evidence) values (1, 0, 'medtop:20000053', '[]');
insert into stage.event (batch_id, record_offset, event) values (1, 0, 'e1');
insert into stage.claim (batch_id, record_offset, position, stance) values (1, 0, 0, 'claimed');
insert into stage.casualty (batch_id, record_offset, position, kind, minimum) values (1, 0, 0, 'killed', 0.1);
insert into stage.quote (batch_id, record_offset, position) values (1, 0, 0);

insert into mart.coverage_daily (covers_on, outlet_id, article_count, terrorism_count, claim_count) values ('2025-12-31', 'ledger', 3, 2, 1);
