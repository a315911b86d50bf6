-- What corrections hold for is written down where marts are filled, so that the list need not find it out for every correction anew.

drop view report.correction, mart.correction_successor, mart.correction_match;

create table mart.correction_match (
    covers_on date not null,
    article_id bigint not null,
    kind text not null,
    revision_id bigint not null,
    filed_on date not null,
    position integer not null,
    correction_id bigint not null,
    verdict text not null,
    reads jsonb,
    is_in_place boolean not null,
    is_current boolean not null,
    primary key (kind, revision_id, position, correction_id)
);
create index correction_match_covers_on on mart.correction_match (covers_on);
create index correction_match_correction on mart.correction_match (correction_id);
comment on table mart.correction_match is 'One row per standing correction of a claim or figure and row of a revision that it holds for';
comment on column mart.correction_match.covers_on is 'The day the article belongs to: the unit in which marts are refreshed';
comment on column mart.correction_match.article_id is 'The article';
comment on column mart.correction_match.kind is 'claim or figure';
comment on column mart.correction_match.revision_id is 'The revision';
comment on column mart.correction_match.filed_on is 'filed_on of the revision';
comment on column mart.correction_match.position is 'Of the claim or figure in its revision';
comment on column mart.correction_match.correction_id is 'The correction';
comment on column mart.correction_match.verdict is 'wrong, or reads (otherwise)';
comment on column mart.correction_match.reads is 'The columns that read otherwise';
comment on column mart.correction_match.is_in_place is 'True where the sentence stands where it stood when it was corrected, so that the spans of reads hold';
comment on column mart.correction_match.is_current is 'True where the revision is the article''s current state';

-- the next report fills it
insert into ops.report_due (covers_on, since)
select distinct a.covers_on, now()
from core.correction as k
inner join core.article as a on k.article_id = a.article_id
on conflict (covers_on) do update set since = excluded.since;

create view mart.correction_successor as
-- grain: one row per standing correction and later one that overrules it altogether
select
    k.correction_id,
    later.correction_id as later_id
from core.correction as k
inner join core.correction as later on k.article_id = later.article_id and k.code = later.code and k.correction_id < later.correction_id
where k.kind = 'topic' and later.kind = 'topic' and k.withdrawn_at is null and later.withdrawn_at is null
union all
select
    k.correction_id,
    later.correction_id
from core.correction as k
inner join core.correction as later on k.words = later.words and k.correction_id < later.correction_id
where
    k.kind = 'alias' and later.kind = 'alias' and k.withdrawn_at is null and later.withdrawn_at is null
    and k.article_id is not distinct from later.article_id
union all
select
    k.correction_id,
    later.correction_id
from core.correction as k
inner join core.correction as later on later.article_id in (k.article_id, k.other_article_id) and k.correction_id < later.correction_id
where
    k.kind = 'story' and later.kind = 'story' and k.withdrawn_at is null and later.withdrawn_at is null
    and later.other_article_id in (k.article_id, k.other_article_id)
union all
select distinct
    k.correction_id,
    later.correction_id
from mart.correction_match as k
inner join mart.correction_match as later
    on
        k.kind = later.kind
        and k.revision_id = later.revision_id
        and k.position = later.position
        and k.correction_id < later.correction_id
        -- of two overrides, the later one overrules what it names
        and (later.verdict = 'wrong' or k.verdict = 'wrong' or later.reads ?& array(select jsonb_object_keys(k.reads)))
where k.is_current;
comment on view mart.correction_successor is 'One row per standing correction and later one that overrules it altogether';
comment on column mart.correction_successor.correction_id is 'The correction';
comment on column mart.correction_successor.later_id is 'The later correction';

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
                                    where
                                        l.covers_on = a.covers_on and l.article_id = k.article_id
                                        and l.claim_id = -k.correction_id and l.seen_until = 'infinity'
                                )
                            else exists (select from mart.correction_match as m where m.correction_id = k.correction_id and m.is_current)
                        end
                when 'figure' then exists (select from mart.correction_match as m where m.correction_id = k.correction_id and m.is_current)
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
comment on column report.correction.correction_id is 'The correction, by its number';
comment on column report.correction.covers_on is 'The day the article belongs to';
