create view mart.event_telling as
-- grain: one row per violent event that the current state of an article in a story tells of
with told as (
    select
        t.story_id,
        t.article_id,
        t.covers_on,
        t.revision_id,
        t.filed_on,
        t.outlet_id,
        t.told_at,
        t.origin,
        e.event,
        e.type,
        e.place,
        p.parent_id as region,
        r.parent_id as country,
        case when e.occurred_on ~ '^\d{4}-\d{2}-\d{2}$' then e.occurred_on end as occurred_on
    from mart.story_telling as t
    inner join core.event as e on t.revision_id = e.revision_id and t.filed_on = e.filed_on
    left join ref.entity as p on e.place = p.entity_id
    left join ref.entity as r on p.parent_id = r.entity_id
),

whole as (
    -- what some article tells with place and day; where none does, the place and the day that most tell
    select
        story_id,
        place,
        region,
        country,
        occurred_on,
        count(distinct origin) as origin_count
    from told
    where place is not null and occurred_on is not null
    group by story_id, place, region, country, occurred_on
    union all
    select
        story_id,
        mode() within group (order by place) as place,
        null as region,
        null as country,
        mode() within group (order by occurred_on) as occurred_on,
        0 as origin_count
    from told
    group by story_id
    having not bool_or(place is not null and occurred_on is not null)
),

likely as (
    -- what an article leaves open may be any of these: the closer place goes before the same, the oftener told before others
    select
        t.*,
        coalesce(w.place, t.place) as area,
        coalesce(w.occurred_on, t.occurred_on) as event_on,
        row_number() over (
            partition by t.story_id, t.article_id, t.event
            order by
                (t.place in (w.region, w.country)) desc nulls last, (t.place = w.place) desc nulls last,
                w.origin_count desc nulls last, w.occurred_on, w.place
        ) as place_in_line
    from told as t
    left join whole as w
        on
            t.story_id = w.story_id
            and (t.occurred_on is null or w.occurred_on is null or t.occurred_on = w.occurred_on)
            and (
                t.place is null or w.place is null
                or t.place in (w.place, w.region, w.country) or w.place in (t.region, t.country)
            )
)

select
    story_id,
    story_id || '/' || coalesce(event_on, 'some-day') || '/' || coalesce(area, 'somewhere') as event_id,
    article_id,
    covers_on,
    revision_id,
    filed_on,
    outlet_id,
    told_at,
    origin,
    event,
    type as event_type,
    place as event_place_id,
    event_on
from likely
where place_in_line = 1;
comment on view mart.event_telling is 'One row per violent event that the current state of an article in a story tells of, and which event of the story that is';
comment on column mart.event_telling.event_id is 'Event of the story: its day and place, as told with both by an article; what leaves one open is of the event that it fits';
comment on column mart.event_telling.event_type is 'Kind of act as this article tells it: bombing, shooting, abduction, … ; attack where nothing closer is told';
comment on column mart.event_telling.event_place_id is 'Entity of the event''s place as this article tells it; NULL = it does not';
comment on column mart.event_telling.event_on is 'Day of the event, YYYY-MM-DD; NULL = no article tells it';
comment on column mart.event_telling.revision_id is 'The article''s current state';
comment on column mart.event_telling.filed_on is 'The revision''s, by which it is found in one partition';
comment on column mart.event_telling.event is 'Id of the event within the article, such as `e1`: claims and figures refer to it';

create table mart.event_record (
    event_id text primary key,
    story_id text not null references core.story (story_id) on delete cascade,
    event_type text not null,
    event_on text,
    is_background boolean not null,
    place_id text,
    place text,
    country text,
    iso text,
    lat double precision,
    lon double precision,
    actors text[] not null,
    stances text[] not null,
    killed_lowest double precision,
    killed_highest double precision,
    injured_lowest double precision,
    injured_highest double precision,
    article_count integer not null,
    outlet_count integer not null,
    origin_count integer not null,
    first_told_at timestamptz not null,
    last_told_at timestamptz not null
);
create index event_record_story on mart.event_record (story_id);
create index event_record_told on mart.event_record (first_told_at);
comment on table mart.event_record is 'One row per violent event of a story: kind, day, place, who is said to have done it, how many were harmed, by how many it is told';
comment on column mart.event_record.event_id is 'The event: story, day and place';
comment on column mart.event_record.event_type is 'Kind of act that most of its articles tell: bombing, shooting, abduction, … ; attack where nothing closer is told';
comment on column mart.event_record.event_on is 'Day of the event, YYYY-MM-DD; NULL = no article tells it';
comment on column mart.event_record.is_background is 'True where it happened more than three days before the story began: what the story looks back to, which is no new event';
comment on column mart.event_record.place_id is 'Entity of the place';
comment on column mart.event_record.place is 'Name of the place';
comment on column mart.event_record.country is 'Name of the country';
comment on column mart.event_record.iso is 'ISO 3166-1 alpha-2 code of the country';
comment on column mart.event_record.actors is 'Who is said to have done it, what speaks most for it first: a confirmation before an accusation, more origins before fewer';
comment on column mart.event_record.stances is 'In the same order the strongest stance on each: claimed, confirmed, accused, suspected or reported';
comment on column mart.event_record.killed_lowest is 'Lowest figure of the killed; NULL = none';
comment on column mart.event_record.killed_highest is 'Highest figure of the killed';
comment on column mart.event_record.injured_lowest is 'Lowest figure of the injured; NULL = none';
comment on column mart.event_record.injured_highest is 'Highest figure of the injured';
comment on column mart.event_record.article_count is 'Articles that tell of it';
comment on column mart.event_record.outlet_count is 'Outlets that tell of it';
comment on column mart.event_record.origin_count is 'Texts that tell of it and were written independently: copies of one text count once';
comment on column mart.event_record.first_told_at is 'Publication of the first article that tells of it';
comment on column mart.event_record.last_told_at is 'Publication of the latest';
comment on column mart.event_record.story_id is 'Story that tells of it';
comment on column mart.event_record.lat is 'Latitude of the place in degrees, north positive';
comment on column mart.event_record.lon is 'Longitude of the place in degrees, east positive';

create view report.event_record as
-- grain: one row per violent event of a story
select
    event_id,
    story_id,
    event_type,
    event_on,
    is_background,
    place_id,
    place,
    country,
    iso,
    lat,
    lon,
    actors,
    stances,
    killed_lowest,
    killed_highest,
    injured_lowest,
    injured_highest,
    article_count,
    outlet_count,
    origin_count,
    first_told_at,
    last_told_at
from mart.event_record;
comment on view report.event_record is 'One row per violent event of a story: kind, day, place, who is said to have done it, how many were harmed, by how many it is told';
