-- What outlets changed: the text of every state of an article beside the state before it. Texts are compared by relate/differences.py,
-- each pair once, when the marts of its day are filled; here are places and counts, and no words.

create table mart.state_difference (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    previous_revision_id bigint not null,
    pair_sha bytea not null,
    kind text not null check (kind in ('cosmetic', 'headline', 'correction', 'addition', 'cut', 'rewrite', 'edit')),
    is_headline_changed boolean not null,
    has_note boolean not null,
    inserted_count integer not null,
    deleted_count integer not null,
    reworded_count integer not null,
    moved_count integer not null,
    inserted_word_count integer not null,
    deleted_word_count integer not null,
    primary key (revision_id, covers_on)
) partition by range (covers_on);
create index state_difference_article on mart.state_difference (article_id);
comment on table mart.state_difference is 'One row per state of an article after its first: how its text differs from the state before it';
comment on column mart.state_difference.covers_on is 'The day whose coverage the article belongs to';
comment on column mart.state_difference.article_id is 'The article';
comment on column mart.state_difference.revision_id is 'The state';
comment on column mart.state_difference.previous_revision_id is 'The state before it';
comment on column mart.state_difference.pair_sha is 'SHA-256 of both contents and of the version of the rules: while it stands, the two need not be compared again';
comment on column mart.state_difference.kind is 'cosmetic: white space, punctuation, time stamps, bylines or boilerplate alone (boring, as NewsDiffs says); headline: the headline alone; correction: sentences were reworded and none came or went, or one came that says so; addition: sentences came, none went; cut: sentences went, none came; rewrite: less than half of the words stayed; edit: anything else';
comment on column mart.state_difference.is_headline_changed is 'Whether the headline has other words, whatever became of the text';
comment on column mart.state_difference.has_note is 'Whether a sentence came that announces a correction';
comment on column mart.state_difference.inserted_count is 'Sentences that came';
comment on column mart.state_difference.deleted_count is 'Sentences that went';
comment on column mart.state_difference.reworded_count is 'Sentences that were reworded: they share half of their words with one that stood between the same neighbours';
comment on column mart.state_difference.moved_count is 'Sentences that stand elsewhere';
comment on column mart.state_difference.inserted_word_count is 'Words of the text that came, those of reworded sentences included';
comment on column mart.state_difference.deleted_word_count is 'Words of the text that went';

create table mart.sentence_difference (
    covers_on date not null,
    article_id bigint not null,
    revision_id bigint not null,
    position integer not null,
    previous_revision_id bigint not null,
    previous_start integer,
    previous_end integer,
    start_offset integer,
    end_offset integer,
    primary key (revision_id, position, covers_on)
) partition by range (covers_on);
create index sentence_difference_article on mart.sentence_difference (article_id);
comment on table mart.sentence_difference is 'One row per sentence of a text that came, went or was reworded, at most 200 of a state, in the order of the text';
comment on column mart.sentence_difference.covers_on is 'The day whose coverage the article belongs to';
comment on column mart.sentence_difference.article_id is 'The article';
comment on column mart.sentence_difference.revision_id is 'The state in which it differs';
comment on column mart.sentence_difference.position is 'Its place among them, from 0';
comment on column mart.sentence_difference.previous_revision_id is 'The state before it';
comment on column mart.sentence_difference.previous_start is 'Where it began in the text before, in code points; NULL where it came';
comment on column mart.sentence_difference.previous_end is 'Where it ended there, exclusive';
comment on column mart.sentence_difference.start_offset is 'Where it begins in the text now, in code points; NULL where it went';
comment on column mart.sentence_difference.end_offset is 'Where it ends, exclusive';

select ops.ensure_month(month.first_day)
from (
    select distinct date_trunc('month', covers_on)::date as first_day from core.article
    union
    select (date_trunc('month', now() at time zone 'UTC') + ahead * interval '1 month')::date from generate_series(0, 3) as ahead
) as month;

-- the next report compares what is there already
insert into ops.report_due (covers_on, since)
select distinct covers_on, now() from mart.article_state where state_number > 1
on conflict (covers_on) do update set since = excluded.since;

create view mart.text_change as
-- grain: one row per state of an article after its first
select
    d.article_id,
    d.covers_on,
    s.outlet_id,
    o.name as outlet,
    a.canonical_url as url,
    d.previous_revision_id,
    d.revision_id,
    s.state_number,
    s.seen_from as changed_at,
    d.kind,
    d.kind = 'cosmetic' as is_boring,
    d.is_headline_changed,
    p.title as previous_title,
    s.title,
    d.has_note,
    d.inserted_count,
    d.deleted_count,
    d.reworded_count,
    d.moved_count,
    d.inserted_word_count,
    d.deleted_word_count
from mart.state_difference as d
inner join mart.article_state as s on d.revision_id = s.revision_id and d.covers_on = s.covers_on
inner join mart.article_state as p on d.previous_revision_id = p.revision_id and d.covers_on = p.covers_on
inner join core.article as a on d.article_id = a.article_id and d.covers_on = a.covers_on
inner join ref.outlet as o on s.outlet_id = o.outlet_id;
comment on view mart.text_change is 'One row per state of an article after its first: what its outlet changed, of what kind and how much; those of the headline alone included';
comment on column mart.text_change.article_id is 'The article';
comment on column mart.text_change.revision_id is 'The state';
comment on column mart.text_change.covers_on is 'The day whose coverage the article belongs to';
comment on column mart.text_change.outlet_id is 'Its outlet';
comment on column mart.text_change.outlet is 'The outlet''s name as it writes it';
comment on column mart.text_change.url is 'Canonical address of the article';
comment on column mart.text_change.state_number is 'The how many-th state it is, from 2';
comment on column mart.text_change.changed_at is 'When the state was first seen';
comment on column mart.text_change.is_boring is 'Whether a reader learns nothing new: white space, punctuation, time stamps, bylines and boilerplate alone differ';
comment on column mart.text_change.previous_title is 'Headline before';
comment on column mart.text_change.title is 'Headline now';

create view mart.sentence_change as
-- grain: one row per sentence of a text that came, went or was reworded
with sized as (
    select
        d.*,
        -- what reports show of the article in any case takes its part of the allowance first
        coalesce((
            select max(s.used_characters)
            from mart.sentence as s
            where s.covers_on = d.covers_on and s.article_id = d.article_id and s.used_characters <= o.quote_characters
        ), 0) as shown_elsewhere,
        coalesce(o.quote_characters, 0) as allowance,
        t.outlet_id,
        o.name as outlet,
        t.filed_on,
        t.seen_from,
        p.filed_on as previous_filed_on,
        coalesce(d.previous_end - d.previous_start, 0) as previous_length,
        coalesce(d.end_offset - d.start_offset, 0) as length
    from mart.sentence_difference as d
    inner join mart.article_state as t on d.revision_id = t.revision_id and d.covers_on = t.covers_on
    inner join mart.article_state as p on d.previous_revision_id = p.revision_id and d.covers_on = p.covers_on
    inner join ref.outlet as o on t.outlet_id = o.outlet_id
),

filled as (
    -- the newest change first, and of a sentence what it says now
    select
        *,
        shown_elsewhere + sum(previous_length + length) over (
            partition by covers_on, article_id
            order by seen_from desc, revision_id desc, position
            rows between unbounded preceding and current row
        ) as used_characters
    from sized
)

select
    f.article_id,
    f.covers_on,
    f.outlet_id,
    f.outlet,
    a.canonical_url as url,
    f.previous_revision_id,
    f.revision_id,
    f.seen_from as changed_at,
    f.position,
    case when f.start_offset is null then 'deleted' when f.previous_start is null then 'inserted' else 'reworded' end as change,
    f.previous_start,
    f.previous_end,
    f.start_offset,
    f.end_offset,
    case
        when f.used_characters <= f.allowance
            then (
                select substr(r.text, f.previous_start + 1, f.previous_end - f.previous_start)
                from core.revision as r
                where r.revision_id = f.previous_revision_id and r.filed_on = f.previous_filed_on
            )
        else (
            select e.sentence from mart.evidence as e
            where
                e.covers_on = f.covers_on and e.revision_id = f.previous_revision_id
                and e.field = 'text' and e.start_offset = f.previous_start and e.end_offset = f.previous_end
        )
    end as previous_sentence,
    case
        when f.used_characters - f.previous_length <= f.allowance
            then (
                select substr(r.text, f.start_offset + 1, f.end_offset - f.start_offset)
                from core.revision as r
                where r.revision_id = f.revision_id and r.filed_on = f.filed_on
            )
        else (
            select e.sentence from mart.evidence as e
            where
                e.covers_on = f.covers_on and e.revision_id = f.revision_id
                and e.field = 'text' and e.start_offset = f.start_offset and e.end_offset = f.end_offset
        )
    end as sentence
from filled as f
inner join core.article as a on f.article_id = a.article_id and f.covers_on = a.covers_on;
comment on view mart.sentence_change is 'One row per sentence that came, went or was reworded between two states of an article: its words where the outlet''s allowance reaches, else NULL';
comment on column mart.sentence_change.article_id is 'The article';
comment on column mart.sentence_change.revision_id is 'The state in which it differs';
comment on column mart.sentence_change.start_offset is 'Where it begins in the text now, in code points; NULL where it went';
comment on column mart.sentence_change.end_offset is 'Where it ends, exclusive';
comment on column mart.sentence_change.covers_on is 'The day whose coverage the article belongs to';
comment on column mart.sentence_change.outlet_id is 'Its outlet';
comment on column mart.sentence_change.outlet is 'The outlet''s name as it writes it';
comment on column mart.sentence_change.url is 'Canonical address of the article';
comment on column mart.sentence_change.changed_at is 'When the later state was first seen';
comment on column mart.sentence_change.change is 'inserted, deleted or reworded';
comment on column mart.sentence_change.previous_sentence is 'What it said before: NULL where it came, and where the outlet''s allowance ends. What reports show of the article as evidence, and newer changes, take their part first';
comment on column mart.sentence_change.sentence is 'What it says now: NULL where it went, and where the outlet''s allowance ends';

create view report.text_change as
-- grain: one row per state of an article after its first
select * from mart.text_change;
comment on view report.text_change is 'One row per state of an article after its first: what its outlet changed, of what kind and how much; those of the headline alone included';

create view report.sentence_change as
-- grain: one row per sentence of a text that came, went or was reworded
select * from mart.sentence_change;
comment on view report.sentence_change is 'One row per sentence that came, went or was reworded between two states of an article: its words where the outlet''s allowance reaches, else NULL';
