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
