-- Comments only: what the data dictionary says, and what psql shows with \d+. A column of a view takes over the comment of the column
-- of the same name that it reads (migrations/script.py), so those stand here once, where the value comes from.

comment on schema ref is 'What is known before any article arrives: outlets, feeds, entities, topics; loaded from the seeds';
comment on schema ops is 'The pipeline''s own ledger: what was polled, fetched, checked and decided, and what waits';
comment on schema stage is 'One batch at a time on its way into core: one table per core table, without constraints, which are the quality gate''s business';
comment on schema core is 'Articles, their states over time, and what was found in them; partitioned by month where it grows';
comment on schema mart is 'What is computed from core, day by day: the ledgers that reports stand on';
comment on schema report is 'What an analyst reads: each outlet''s quotation policy holds in these views';

-- ref ------------------------------------------------------------------------------------------------------------------------

comment on column ref.outlet.outlet_id is 'The outlet, by its id in the seeds, such as `valdena-courier`';
comment on column ref.outlet.homepage_url is 'Its start page';
comment on column ref.outlet.name is 'The outlet''s name as it writes it';
comment on column ref.outlet.country is 'ISO 3166-1 alpha-2 code of the country it publishes from';
comment on column ref.outlet.language is 'ISO 639-1 code of its main language';
comment on column ref.outlet.is_link_required is 'True where whoever shows a sentence must show the link beside it';
comment on column ref.outlet.policy_source is 'Where the quotation policy was found: an address or a contract';
comment on column ref.feed.feed_id is 'Name of the feed in the seeds';
comment on column ref.feed.outlet_id is 'The outlet, by its id in the seeds, such as `valdena-courier`';
comment on column ref.feed.url is 'Address that is polled';
comment on column ref.feed.url_sha is 'SHA-256 of the address: an address may be longer than an index takes';
comment on column ref.feed.language is 'ISO 639-1 code of its entries';
comment on column ref.feed.title is 'The feed''s own name';
comment on column ref.feed.source is 'Where the address was found';
comment on column ref.feed.is_active is 'False where it left the seeds: its history stays, nobody polls it';
comment on column ref.entity.entity_id is 'Id of this project, kind first, such as `org:lantern-brigade`';
comment on column ref.entity.name is 'Name to show';
comment on column ref.entity.parent_id is 'Entity that it belongs to, such as the state of an army';
comment on column ref.entity.wikidata is 'Wikidata item, only where verified';
comment on column ref.entity.iso is 'ISO 3166-1 alpha-2 code of its country';
comment on column ref.entity.lat is 'Latitude of a place in degrees, north positive';
comment on column ref.entity.lon is 'Longitude of a place in degrees, east positive';
comment on column ref.entity.geonames is 'GeoNames id of a place';
comment on column ref.entity.source is 'Where the row was found';
comment on column ref.entity_alias.entity_id is 'The entity in the knowledge base';
comment on column ref.entity_alias.alias is 'A name by which texts call the entity';
comment on column ref.entity_alias.language is 'ISO 639-1 code of the texts that do';
comment on column ref.entity_alias.flags is 'How the alias is matched, such as `exact` for its very letters';
comment on column ref.designation.entity_id is 'Who is listed; a person or group may be listed without being in the knowledge base';
comment on column ref.designation.jurisdiction is 'Who listed it: a country''s code, EU, UN';
comment on column ref.designation.list is 'The list''s name';
comment on column ref.designation.listed_on is 'NULL where the source does not tell';
comment on column ref.designation.delisted_on is 'NULL where it is still listed';
comment on column ref.designation.source is 'The legal act or page that says so';
comment on column ref.topic.code is 'IPTC Media Topic such as `medtop:20000053`, or the system''s own such as `attribution`';
comment on column ref.topic.label is 'Its name in English';
comment on column ref.topic.threshold is 'Weight of its cues from which a text is tagged with it';

-- ops ------------------------------------------------------------------------------------------------------------------------

comment on column ops.feed_state.etag is 'ETag of the last complete and parsed response, verbatim';
comment on column ops.feed_state.last_modified is 'Last-Modified of the last complete and parsed response, verbatim';
comment on column ops.feed_state.body_sha is 'SHA-256 of the last parsed body: the same body is not parsed again';
comment on column ops.feed_state.interval_seconds is 'The feed''s own rhythm, before jitter and back-off';
comment on column ops.feed_state.plan_reason is 'Why the next poll is then: hint, usual, unchanged, idle, retry_after, back_off, forbidden, disallowed or gone';
comment on column ops.feed_state.last_polled_at is 'When it was asked last';
comment on column ops.feed_state.last_success_at is 'When it last answered with a feed, changed or not';
comment on column ops.feed_state.last_outcome is 'As in ops.feed_poll';
comment on column ops.feed_state.last_error is 'One line for a person about the last failure';
comment on column ops.feed_state.newest_entry_at is 'Latest date of any entry ever seen in it';
comment on column ops.feed_state.failure_count is 'Failures in a row; 0 after a success';
comment on column ops.feed_state.lease_epoch is 'Raised by every worker that takes the feed; a write under an older epoch is refused';
comment on column ops.feed_state.leased_until is 'When the worker that holds it is given up; NULL = nobody holds it';
comment on column ops.archive_object.url is 'Where the object lies (fsspec)';
comment on column ops.archive_object.record_count is 'Records of every type in it';
comment on column ops.archive_object.page_count is 'Responses in it that may be articles';
comment on column ops.archive_day.covers_on is 'UTC day of a WARC-Date: the day of the crawl, never a publication day';
comment on column ops.feed_poll.polled_at is 'The moment the poll was given: the real one, or the played one of the sample newsroom';
comment on column ops.feed_poll.entry_count is 'Entries in the document';
comment on column ops.feed_poll.new_count is 'Of these, those never seen in the feed before';
comment on column ops.feed_poll.changed_count is 'Of these, those whose headline changed since the last poll';
comment on column ops.feed_poll.dropped_count is 'Items that could not be used, or lay beyond the cap of 2,000';
comment on column ops.feed_poll.detail is 'One line for a person about a failure';
comment on column ops.feed_poll.archive_url is 'Archive object that holds the body; NULL where none was worth keeping';
comment on column ops.feed_poll.archive_offset is 'Byte offset of its record there';
comment on column ops.page.url is 'Address as the entry gave it';
comment on column ops.page.url_sha is 'Key of its canonical form, without scheme and `www.`: an address is fetched once however it is written';
comment on column ops.page.shard is 'Stable hash of the host, 0 to 63: one host is always one worker''s';
comment on column ops.page.guid is 'The entry''s own id in its feed';
comment on column ops.page.title is 'The headline in the feed that first showed it';
comment on column ops.page.published_at is 'The feed''s date for it';
comment on column ops.page.discovered_at is 'The poll that first showed it';
comment on column ops.page.recheck_count is 'Re-checks done, on the ladder 15 min, 1 h, 3 h, 3 d, 30 d';
comment on column ops.page.failure_count is 'Failures in a row; 0 after a success';
comment on column ops.page.etag is 'ETag of the last complete response, verbatim';
comment on column ops.page.last_modified is 'Last-Modified of the last complete response, verbatim';
comment on column ops.page.outcome_reason is 'Why, in a fixed word or two, such as `consent wall`';
comment on column ops.page.lease_epoch is 'Raised by every worker that takes the page; a write under an older epoch is refused';
comment on column ops.page.leased_until is 'When the worker that holds it is given up; NULL = nobody holds it';
comment on column ops.entry.key_sha is 'SHA-256 of what names the entry in its feed: its GUID, else its link, else its title and date';
comment on column ops.entry.guid is 'The entry''s own id in its feed';
comment on column ops.entry.link is 'Absolute address; NULL where it gives none';
comment on column ops.entry.title is 'The headline as last shown';
comment on column ops.entry.published_at is 'NULL where the feed gives no date or an impossible one';
comment on column ops.entry.published_raw is 'The date as the feed writes it';
comment on column ops.entry.page_id is 'The page its link leads to; NULL where that is not worth fetching';
comment on column ops.entry_title.seen_at is 'The poll that first showed this headline';
comment on column ops.page_fetch.outcome is 'fetched, not_modified, or the kind of failure';
comment on column ops.page_fetch.detail is 'One line for a person about a failure';
comment on column ops.page_fetch.object_id is 'Archive object that holds the response; NULL where there is none to keep';
comment on column ops.page_fetch.record_offset is 'Byte offset of its record there';
comment on column ops.batch.purpose is 'live = pages just fetched; backfill = archived coverage; retag = pages read again by a newer annotator';
comment on column ops.batch.annotator is 'For retag the version that reads them again, else empty';
comment on column ops.batch.state is 'open → staged → checked → published';
comment on column ops.batch.leased_until is 'When the worker that holds it is given up; NULL = nobody holds it';
comment on column ops.outcome.record_offset is 'Byte offset of the page''s record in the object';
comment on column ops.outcome.outcome is 'published = a new state of an article; unchanged = a state that is known; duplicate = unchanged, under another address';
comment on column ops.outcome.reason is 'Why, in a fixed word or two, such as `consent wall`, or the expectations that it failed';
comment on column ops.outcome.article_id is 'The article that the page shows; NULL where it shows none';
comment on column ops.outcome.revision_id is 'The state that the page brought in; NULL where it brought none';
comment on column ops.quarantine.record_offset is 'Byte offset of the page''s record in the object';
comment on column ops.quarantine.reasons is 'Names of the expectations that it failed';
comment on column ops.quarantine.replayed_at is 'When it was ingested again; NULL where it still waits';
comment on column ops.check_result.expectation is 'What must hold, in words';
comment on column ops.check_result.column_name is 'Column that the expectation is about; NULL where it is about more';
comment on column ops.check_result.severity is 'quarantine = failing pages stay out of core; warn = recorded only';
comment on column ops.check_result.is_success is 'True if as many rows met it as must';
comment on column ops.check_result.row_count is 'Rows looked at';
comment on column ops.check_result.failed_count is 'Rows that did not meet it';
comment on column ops.check_result.checked_at is 'When the batch was checked last';
comment on column ops.run_report.stage is 'poll, fetch, ingest, check, publish, report …';
comment on column ops.run_report.counts is 'What was done, by name';
comment on column ops.run_report.problems is 'At most 20 lines for a person, each naming its feed or address';
comment on column ops.report_due.covers_on is 'A publication day';
comment on column ops.report_due.since is 'When it last became stale';

-- core -----------------------------------------------------------------------------------------------------------------------

comment on column core.article.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.article.outlet_id is 'The outlet, by its id in the seeds, such as `valdena-courier`';
comment on column core.article.canonical_url is 'The address to show and to link to';
comment on column core.article.first_seen_at is 'When this system first fetched it; moves back where older coverage arrives late';
comment on column core.article.published_at is 'When the outlet says it published it; NULL where only the day is known';
comment on column core.article.published_on is 'Its UTC day; NULL where no date was found';
comment on column core.article.language is 'ISO 639-1 code of the current state';
comment on column core.article.title is 'Headline of the current state';
comment on column core.article.current_revision_id is 'The state seen last';
comment on column core.article_key.key_sha is 'SHA-256 of the address without scheme and `www.`, or of feed and GUID';
comment on column core.article_key.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.article_key.key_text is 'The address or GUID itself';

comment on column core.revision.revision_id is 'The state of the article: a row of core.revision';
comment on column core.revision.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.revision.url is 'The address it was fetched from';
comment on column core.revision.title is 'Headline as published; NULL where none was found';
comment on column core.revision.text is 'The body, paragraphs split by one blank line; NULL where the retention of texts has removed it';
comment on column core.revision.content_sha is 'SHA-256 of title and text, white space and quotation marks made even: states are told apart by it';
comment on column core.revision.published_at is 'When the outlet says it published it; NULL where only the day is known';
comment on column core.revision.published_on is 'Its UTC day; NULL where no date was found';
comment on column core.revision.published_precision is 'minute or day';
comment on column core.revision.published_source is 'Where the date was found: json-ld, meta, feed, url, text or header';
comment on column core.revision.modified_at is 'When the outlet says it last changed it';
comment on column core.revision.language is 'ISO 639-1 code, as identified from the text';
comment on column core.revision.authors is 'Names as printed';
comment on column core.revision.agency is 'News agency that the page credits';
comment on column core.revision.image_url is 'Its main picture';
comment on column core.revision.word_count is 'Words of the text';
comment on column core.revision.is_paywalled is 'True where the page shows a stub only: the text is that stub';
comment on column core.revision.extractor is 'Name and version of what read the page';
comment on column core.revision.annotator is 'Version of what read the text';
comment on column core.revision.terrorism is 'How much it is about terrorism, 0 to 1';
comment on column core.revision.armed_conflict is 'How much it is about armed conflict, 0 to 1';
comment on column core.revision.relevance_threshold is 'The relevance from which it counts as being about it';
comment on column core.revision.object_id is 'Archive object that holds the page';
comment on column core.revision.record_offset is 'Byte offset of its record there';
comment on column core.revision.batch_id is 'The batch that brought it in';

comment on column core.mention.revision_id is 'The state of the article: a row of core.revision';
comment on column core.mention.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.mention.position is 'Its place among its kind in that state, from 0';
comment on column core.mention.field is 'Whether it stands in the title or the text';
comment on column core.mention.start_offset is 'First character, counted from 0';
comment on column core.mention.end_offset is 'Character after the last';
comment on column core.mention.text is 'The words as they stand there';
comment on column core.mention.entity_id is 'The entity in the knowledge base; NULL = not in it';
comment on column core.mention.name is 'The entity''s name, or the words where it is not in the knowledge base';
comment on column core.mention.kind is 'As in ref.entity';
comment on column core.mention.iso is 'ISO 3166-1 alpha-2 code of its country';
comment on column core.mention.lat is 'Latitude of a place in degrees, north positive';
comment on column core.mention.lon is 'Longitude of a place in degrees, east positive';

comment on column core.topic_tag.revision_id is 'The state of the article: a row of core.revision';
comment on column core.topic_tag.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.topic_tag.code is 'IPTC Media Topic such as `medtop:20000053`, or the system''s own such as `attribution`';
comment on column core.topic_tag.label is 'Its name in English';
comment on column core.topic_tag.score is 'How sure, 0 to 1';
comment on column core.topic_tag.voice is 'own = the outlet''s words earned it; quoted = words it quotes did';
comment on column core.topic_tag.evidence is 'The spans that earned it: field, start, end';

comment on column core.event.revision_id is 'The state of the article: a row of core.revision';
comment on column core.event.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.event.event is 'Id within the article, such as `e1`: claims and figures refer to it';
comment on column core.event.type is 'Kind of act, such as `bombing`';
comment on column core.event.place is 'Where, in the text''s words';
comment on column core.event.occurred_on is 'A date or the part of one that the text gives (ISO 8601)';

comment on column core.claim.claim_id is 'The claim, for as long as its revision is not read again';
comment on column core.claim.revision_id is 'The state of the article: a row of core.revision';
comment on column core.claim.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.claim.position is 'Its place among its kind in that state, from 0';
comment on column core.claim.stance is 'What the source does: takes responsibility (claimed), affirms (confirmed), blames (accused), blames with a hedge (suspected), denies, sees no evidence; or the outlet states it as fact (reported); cleared = an attribution is withdrawn';
comment on column core.claim.source_text is 'Who asserts it, in the text''s words; NULL = the outlet itself';
comment on column core.claim.source_spans is 'Where those words stand: field, start, end';
comment on column core.claim.source_entity_id is 'Who asserts it, where known to the knowledge base';
comment on column core.claim.is_authority is 'True where the source is an authority: government, police, court, military';
comment on column core.claim.actor_text is 'Who is said, or denied, to have done it, in the text''s words; NULL where nobody is named';
comment on column core.claim.actor_spans is 'Where those words stand: field, start, end';
comment on column core.claim.actor_entity_id is 'Who is said to have done it, where known to the knowledge base';
comment on column core.claim.actor_name is 'The actor''s name, for those not in the knowledge base';
comment on column core.claim.act_text is 'What was done, in the text''s words';
comment on column core.claim.medium_text is 'How the source said it: letter, call, video, Telegram, statement; not "told reporters"';
comment on column core.claim.stated_on is 'When the source said so, as far as the text tells: a date or part of one';
comment on column core.claim.is_hedged is 'True for words such as "believed", "allegedly", "linked to"';
comment on column core.claim.is_negated is 'True for a stance that is not taken: "has not claimed", "cannot confirm", an acquittal';
comment on column core.claim.is_quoted is 'True where the attributing words stand inside quotation marks';
comment on column core.claim.quoted_by_text is 'Who quotes the source, in the text''s words';
comment on column core.claim.via_text is 'Agency or paper that is named as having reported it';
comment on column core.claim.cue_text is 'The word that made it a claim, such as "blamed"';
comment on column core.claim.evidence_field is 'Whether its sentence stands in the title or the text';
comment on column core.claim.evidence_start is 'First character of its sentence, counted from 0';
comment on column core.claim.evidence_end is 'Character after the last of its sentence';
comment on column core.claim.event is 'The event of the same article that it is about (core.event)';
comment on column core.claim.rule is 'Name of the rule that found it';

comment on column core.casualty.revision_id is 'The state of the article: a row of core.revision';
comment on column core.casualty.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.casualty.position is 'Its place among its kind in that state, from 0';
comment on column core.casualty.kind is 'What happened to the people';
comment on column core.casualty.minimum is 'Lower bound as printed; NULL = open. After "more than" it is the number itself, which is excluded';
comment on column core.casualty.maximum is 'Upper bound as printed; NULL = open';
comment on column core.casualty.qualifier is 'exact, at_least, more_than, about, up_to, fewer_than, range, or the word: dozens (24+), scores (40+), hundreds (200+), thousands (2000+), several (3+), some (2+)';
comment on column core.casualty.figure_field is 'Whether the figure stands in the title or the text';
comment on column core.casualty.figure_start is 'First character of the figure, counted from 0';
comment on column core.casualty.figure_end is 'Character after the last of the figure';
comment on column core.casualty.source_text is 'Who gives the figure, in the text''s words; NULL = the outlet itself';
comment on column core.casualty.is_part_of is 'True where another figure of the article contains it ("among them 3 children")';
comment on column core.casualty.is_aggregate is 'True for the toll of a campaign, a war or a year';
comment on column core.casualty.event is 'The event of the same article that it is about (core.event)';
comment on column core.casualty.evidence_field is 'Whether its sentence stands in the title or the text';
comment on column core.casualty.evidence_start is 'First character of its sentence, counted from 0';
comment on column core.casualty.evidence_end is 'Character after the last of its sentence';

comment on column core.quote.revision_id is 'The state of the article: a row of core.revision';
comment on column core.quote.filed_on is 'The revision''s, by which it is found in one partition';
comment on column core.quote.position is 'Its place among its kind in that state, from 0';
comment on column core.quote.field is 'Whether it stands in the title or the text';
comment on column core.quote.start_offset is 'First character, counted from 0';
comment on column core.quote.end_offset is 'Character after the last';
comment on column core.quote.speaker_text is 'Who said it, in the text''s words; NULL where nobody is named';
comment on column core.quote.speaker_entity_id is 'Who said it, where known to the knowledge base';
comment on column core.quote.verb is 'The verb of saying';
comment on column core.quote.is_direct is 'True for words inside quotation marks';

comment on column core.copy_group.copy_group_id is 'One text that several outlets carry';
comment on column core.copy_group.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.copy_group.is_origin is 'True for the article that had the text first';
comment on column core.story.story_id is 'The story: articles that tell of the same event';
comment on column core.story_article.story_id is 'The story: articles that tell of the same event';
comment on column core.story_article.article_id is 'The article, whatever its addresses and however often it changed';
comment on column core.story.title is 'Headline of the article that stands for it';
comment on column core.story.first_seen_at is 'When its first article was published, or seen where the page gives no time';
comment on column core.story.last_seen_at is 'When its latest article was published, or seen where the page gives no time';

-- stage ------------------------------------------------------------------------------------------------------------------------

comment on column stage.article.url is 'The address it was fetched from';
comment on column stage.article.url_sha is 'Key of its canonical form';
comment on column stage.article.canonical_sha is 'Key of the canonical address';
comment on column stage.article.title is 'Headline as published; NULL where none was found';
comment on column stage.article.text is 'The body, paragraphs split by one blank line';
comment on column stage.article.language is 'ISO 639-1 code, as identified from the text';
comment on column stage.article.guid is 'The entry''s own id in its feed';
comment on column stage.article.guid_sha is 'Key of feed and GUID';
comment on column stage.article.outlet_name is 'Site name as the page gives it, for outlets that the seeds do not know';
comment on column stage.article.domain is 'Registrable domain of the page';
comment on column stage.article.fetched_at is 'When the page was fetched: becomes the revision''s seen_at, its UTC day filed_on';
comment on column stage.rejected.outcome is 'As in ops.outcome';
comment on column stage.rejected.reason is 'Why, in a fixed word or two, such as `consent wall`';

do $$
declare
    staged text;
begin
    foreach staged in array array['article', 'rejected', 'mention', 'topic_tag', 'event', 'claim', 'casualty', 'quote'] loop
        execute format('comment on column stage.%I.batch_id is %L', staged, 'The batch that brings it in');
        execute format('comment on column stage.%I.record_offset is %L', staged, 'Byte offset of the page''s record in the batch''s archive object');
    end loop;
end
$$;

-- tables of mart and stage whose columns hold what a table of core does -----------------------------------------------------

do $$
declare
    twin record;
begin
    for twin in
        select pair.relation::regclass as relation, a.attname as name, col_description(original.attrelid, original.attnum) as comment
        from (values
            ('mart.ledger_claim', 'core.claim'), ('mart.ledger_claim', 'core.revision'), ('mart.ledger_claim', 'core.article'),
            ('mart.ledger_figure', 'core.casualty'), ('mart.ledger_figure', 'core.revision'), ('mart.ledger_figure', 'core.article'),
            ('mart.sentence', 'core.revision'), ('mart.coverage_daily', 'core.article'),
            ('stage.article', 'core.revision'), ('stage.article', 'core.article'), ('stage.mention', 'core.mention'),
            ('stage.topic_tag', 'core.topic_tag'), ('stage.event', 'core.event'), ('stage.claim', 'core.claim'),
            ('stage.casualty', 'core.casualty'), ('stage.quote', 'core.quote')
        ) as pair (relation, source)
        inner join pg_attribute as a on pair.relation::regclass = a.attrelid and a.attnum > 0 and not a.attisdropped
        inner join pg_attribute as original on pair.source::regclass = original.attrelid and a.attname = original.attname
        where
            a.attname not in ('batch_id', 'record_offset')
            and col_description(a.attrelid, a.attnum) is null
            and col_description(original.attrelid, original.attnum) is not null
        order by pair.source = 'core.revision' -- where two tables have the name, what is found in an article goes first
    loop
        if col_description(twin.relation, (select attnum from pg_attribute where attrelid = twin.relation and attname = twin.name)) is null then
            execute format('comment on column %s.%I is %L', twin.relation, twin.name, twin.comment);
        end if;
    end loop;
end
$$;

comment on column mart.ledger_claim.covers_on is 'The article''s day: publication day, else the UTC day of its first sight. Marts are partitioned and refreshed by it';
comment on column mart.ledger_figure.covers_on is 'The article''s day: publication day, else the UTC day of its first sight. Marts are partitioned and refreshed by it';
comment on column mart.sentence.covers_on is 'The article''s day: publication day, else the UTC day of its first sight. Marts are partitioned and refreshed by it';
comment on column mart.sentence.filed_on is 'The revision''s, by which it is found in one partition';
comment on column mart.sentence.field is 'Whether the sentence stands in the title or the text';
comment on column mart.sentence.start_offset is 'First character of the sentence, counted from 0';
comment on column mart.sentence.end_offset is 'Character after the last of the sentence';
comment on column mart.coverage_daily.article_count is 'Articles that the outlet published that day';
comment on column mart.coverage_daily.terrorism_count is 'Of these, those about terrorism: relevance at or above its threshold';
comment on column mart.coverage_daily.claim_count is 'Claims in the current states of these';

comment on column mart.attribution_history.story_id is 'The story the article is in; NULL where it tells of an event that nobody else does';
comment on column mart.attribution_history.source_name is 'Who asserts it: its name in the knowledge base, else the text''s words, else the outlet';
comment on column mart.attribution_history.actor_name is 'Who is said to have done it: its name in the knowledge base, else as the text has it';
comment on column mart.attribution_history.evidence_sha is 'SHA-256 of the sentence in hexadecimal, so that a reader with the page can verify the offsets';
comment on column mart.attribution_history.url is 'The article''s address, to show beside every claim';
comment on column mart.attribution_history.copy_group_id is 'The text that the article shares with other outlets; NULL where it is its own';
comment on column mart.attribution_history.is_copy is 'True where the article carries another''s text: count independent sources without it';

comment on column mart.casualty_history.story_id is 'The story the article is in; NULL where it tells of an event that nobody else does';
comment on column mart.casualty_history.url is 'The article''s address, to show beside every figure';
comment on column mart.casualty_history.is_copy is 'True where the article carries another''s text: count independent sources without it';

comment on column mart.stance_timeline.since is 'When the first article said so';
comment on column mart.stance_timeline.last_stated_at is 'When the latest article that says so began to';
comment on column mart.stance_timeline.independent_count is 'Articles that say so, copies of one text counted once';
comment on column mart.stance_timeline.article_count is 'Articles that say so, copies included';
comment on column mart.stance_timeline.outlet_count is 'Outlets that say so';

comment on column mart.casualty_band.lowest is 'Least figure that any article prints now';
comment on column mart.casualty_band.highest is 'Greatest figure that any article prints now';
comment on column mart.casualty_band.latest is 'The figure printed last';
comment on column mart.casualty_band.gtd_rule is 'What the Global Terrorism Database''s rule, paraphrased, makes of them: the most recent figure';
comment on column mart.casualty_band.acled_rule is 'What ACLED''s rule, paraphrased, makes of them: the lowest figure of the latest 24 hours';
comment on column mart.casualty_band.figure_count is 'Figures that the band is made of: without parts of others, tolls of campaigns and copies';

comment on column mart.source_health.poll_count is 'Polls still in the log';
comment on column mart.source_health.entry_count is 'New entries that these polls found';
comment on column mart.source_health.health is 'never polled, failing, silent (no new entry for 30 days) or ok';

comment on column mart.quality_scorecard.batch_count is 'Batches checked';
comment on column mart.quality_scorecard.failed_batch_count is 'Batches in which too many rows did not meet it';
comment on column mart.quality_scorecard.row_count is 'Rows looked at, over all batches';
comment on column mart.quality_scorecard.failed_row_count is 'Rows that did not meet it, over all batches';
comment on column mart.quality_scorecard.last_checked_at is 'When it was checked last';

comment on column mart.evidence.sentence is 'Its text where the outlet''s allowance reaches, else NULL';

-- report ---------------------------------------------------------------------------------------------------------------------

comment on view report.attribution_ledger is 'One row per claim in the current revision of an article, with as much of its sentence as the outlet''s quotation policy allows';
comment on column report.attribution_ledger.evidence_text is 'The sentence; NULL where the outlet''s allowance is used up or unknown: follow the link';
comment on view report.casualty_ledger is 'One row per casualty figure in the current revision of an article, with as much of its sentence as the outlet''s quotation policy allows';
comment on column report.casualty_ledger.evidence_text is 'The sentence; NULL where the outlet''s allowance is used up or unknown: follow the link';
comment on column report.article.outlet is 'The outlet''s name as it writes it';
comment on column report.article.url is 'The address to show and to link to';
comment on column report.article.revision_count is 'States of it that were seen; 1 = never changed';
comment on column report.article.copy_group_id is 'The text that it shares with other outlets; NULL where it is its own';

