-- The ledgers for people who know GTD, ACLED, MUC-4 and CAMEO: their column names, their codes for what is unknown, and nothing that
-- this system does not know. docs/formats.md says which columns are filled, how, and which never. A story stands for an event.

create view mart.event_scheme as
-- grain: one row per type of event
select
    v.event_type,
    v.attacktype1,
    v.attacktype1_txt,
    v.acled_event_type,
    v.acled_sub_event_type,
    v.muc4_type
from (
    values
    ('suicide bombing', 3, 'Bombing/Explosion', 'Explosions/Remote violence', 'Suicide bomb', 'BOMBING'),
    ('bombing', 3, 'Bombing/Explosion', 'Explosions/Remote violence', 'Remote explosive/landmine/IED', 'BOMBING'),
    ('air strike', 9, 'Unknown', 'Explosions/Remote violence', 'Air/drone strike', 'ATTACK'),
    ('shelling', 9, 'Unknown', 'Explosions/Remote violence', 'Shelling/artillery/missile attack', 'ATTACK'),
    ('shooting', 2, 'Armed Assault', null, null, 'ATTACK'),
    ('stabbing', 2, 'Armed Assault', null, null, 'ATTACK'),
    ('vehicle attack', 9, 'Unknown', null, null, 'ATTACK'),
    ('abduction', 6, 'Hostage Taking (Kidnapping)', 'Violence against civilians', 'Abduction/forced disappearance', 'KIDNAPPING'),
    ('arson', 7, 'Facility/Infrastructure Attack', null, null, 'ARSON'),
    ('assassination', 1, 'Assassination', null, null, 'ATTACK'),
    ('cyberattack', 9, 'Unknown', null, null, null),
    ('killing', 9, 'Unknown', null, null, 'ATTACK'),
    ('attack', 9, 'Unknown', null, null, 'ATTACK')
) as v (event_type, attacktype1, attacktype1_txt, acled_event_type, acled_sub_event_type, muc4_type);
comment on view mart.event_scheme is 'One row per type of event: its names in other schemes; NULL = the type alone does not say (a shooting may be a battle or an attack on civilians)';

create view mart.claim_mode as
-- grain: one row per way of claiming responsibility that GTD knows and words tell
select
    v.claimmode,
    v.claimmode_txt,
    v.pattern
from (
    values
    (4, 'E-mail', 'e-?mails?\M|courriel'),
    (6, 'Video', 'video|vidéo|видео|відео|فيديو'),
    (7, 'Posted to website, blog, etc.', 'telegram|channel|website|web site|online|blog|\mpost(s|ed)?\M|twitter|facebook|телеграм|канал|сайт|تلغرام|تلغرام|تليغرام'),
    (1, 'Letter', 'letter|lettre|письм|\mлист|رسالة'),
    (2, 'Call (post-incident)', '\m(phone )?calls?\M|telephon|appel|звонок|дзвін|اتصال'),
    (5, 'Note left at scene', '\mnote\M|leaflet|листовк|листівк')
) as v (claimmode, claimmode_txt, pattern);
comment on view mart.claim_mode is 'One row per way of claiming responsibility that GTD knows and the words of an article can tell, the closest first';

create view mart.perpetrator as
-- grain: one row per story and named actor that is said to have done it
with stood as (
    select
        a.story_id,
        a.actor_name,
        a.actor_entity_id,
        a.actor_kind,
        a.claimed_since is not null as is_claimed,
        a.is_denied_by_itself,
        case
            when a.confirmed_since is not null then 5
            when a.claimed_since is not null then 4
            when a.reported_since is not null then 3
            when a.accused_since is not null then 2
            when a.suspected_since is not null then 1
        end as firmness,
        greatest(a.claimed_count, a.confirmed_count, a.reported_count, a.accused_count, a.suspected_count) as origin_count,
        a.actor_kind in ('group', 'other') as is_group
    from mart.actor_stand as a
    where a.actor_kind is not null
)

select
    story_id,
    actor_name,
    actor_entity_id,
    actor_kind,
    is_group,
    is_claimed,
    is_denied_by_itself,
    firmness < 3 as is_uncertain,
    origin_count,
    row_number() over (partition by story_id order by firmness desc, origin_count desc, actor_name asc) as place_in_story,
    row_number() over (partition by story_id, is_group order by firmness desc, origin_count desc, actor_name asc) as place_in_kind
from stood
where firmness is not null;
comment on view mart.perpetrator is 'One row per story and named actor that is said to have done it, ordered by how firmly and then by how many independent origins';

create view mart.claim_made as
-- grain: one row per story and named actor that claims
select
    l.story_id,
    l.actor_name,
    coalesce(mode() within group (order by m.claimmode), 10) as claimmode,
    coalesce(mode() within group (order by m.claimmode_txt), 'Unknown') as claimmode_txt
from mart.attribution_ledger as l
left join lateral (
    select
        m.claimmode,
        m.claimmode_txt
    from mart.claim_mode as m
    where l.medium_text ~* m.pattern
    limit 1
) as m on true
where l.stance = 'claimed' and not l.is_negated and l.actor_kind is not null and l.story_id is not null
group by l.story_id, l.actor_name;
comment on view mart.claim_made is 'One row per story and named actor that claims: by letter, video, … ; 10 = the articles do not tell';

create view report.gtd as
-- grain: one row per story with an event
with silence as not materialized (
    select distinct story_id
    from mart.attribution_ledger
    where stance = 'claimed' and is_negated
),

claim as (
    -- GTD: 1 = yes, 0 = no, -9 = unknown
    select
        p.story_id,
        p.place_in_kind,
        p.actor_name,
        p.is_uncertain::int as guncertain,
        case when p.is_claimed then 1 when p.is_denied_by_itself or q.story_id is not null then 0 else -9 end as claimed,
        m.claimmode,
        m.claimmode_txt
    from mart.perpetrator as p
    left join mart.claim_made as m on p.story_id = m.story_id and p.actor_name = m.actor_name
    left join silence as q on p.story_id = q.story_id
    where p.is_group and p.place_in_kind <= 3
),

perpetrators as (
    select
        story_id,
        (array_agg(actor_name order by place_in_kind)) as gname,
        (array_agg(guncertain order by place_in_kind)) as guncertain,
        (array_agg(claimed order by place_in_kind)) as claimed,
        (array_agg(claimmode order by place_in_kind)) as claimmode,
        (array_agg(claimmode_txt order by place_in_kind)) as claimmode_txt
    from claim
    group by story_id
),

claimants as (
    select
        story_id,
        count(*) as claimant_count
    from mart.claim_made
    group by story_id
),

toll as (
    select
        story_id,
        max(gtd_rule) filter (where kind = 'killed') as killed,
        max(gtd_rule) filter (where kind = 'injured') as injured,
        max(gtd_rule) filter (where kind = 'abducted') as abducted,
        max(lowest) filter (where kind = 'killed') as least_killed,
        max(highest) filter (where kind = 'killed') as most_killed
    from mart.casualty_band
    group by story_id
),

cited as (
    select
        f.story_id,
        array_agg(f.url order by f.told_at, f.article_id) as urls
    from (
        select distinct on (sa.story_id, a.outlet_id)
            sa.story_id,
            a.article_id,
            a.canonical_url as url,
            coalesce(a.published_at, a.first_seen_at) as told_at
        from core.story_article as sa
        inner join core.article as a on sa.article_id = a.article_id
        order by sa.story_id, a.outlet_id, coalesce(a.published_at, a.first_seen_at), a.article_id
    ) as f
    group by f.story_id
)

select
    s.story_id as eventid,
    left(e.event_on, 4)::int as iyear,
    coalesce(substr(e.event_on, 6, 2)::int, 0) as imonth,
    coalesce(substr(e.event_on, 9, 2)::int, 0) as iday,
    case when e.event_on is null then to_char(s.first_seen_at at time zone 'UTC', '"reported from "YYYY-MM-DD') end as approxdate,
    e.country as country_txt,
    coalesce(e.place, 'Unknown') as city,
    e.lat as latitude,
    e.lon as longitude,
    s.title as summary,
    (e.event_type = 'suicide bombing')::int as suicide,
    coalesce(k.attacktype1, 9) as attacktype1,
    coalesce(k.attacktype1_txt, 'Unknown') as attacktype1_txt,
    coalesce(p.gname[1], 'Unknown') as gname,
    p.gname[2] as gname2,
    p.gname[3] as gname3,
    p.guncertain[1] as guncertain1,
    p.guncertain[2] as guncertain2,
    p.guncertain[3] as guncertain3,
    coalesce(p.claimed[1], case when q.story_id is not null then 0 else -9 end) as claimed,
    p.claimmode[1] as claimmode,
    p.claimmode_txt[1] as claimmode_txt,
    p.claimed[2] as claim2,
    p.claimmode[2] as claimmode2,
    p.claimmode_txt[2] as claimmode2_txt,
    p.claimed[3] as claim3,
    p.claimmode[3] as claimmode3,
    p.claimmode_txt[3] as claimmode3_txt,
    case when n.claimant_count > 1 then 1 when n.claimant_count = 1 then 0 else -9 end as compclaim,
    t.killed::int as nkill,
    t.injured::int as nwound,
    coalesce((t.abducted > 0)::int, case when e.event_type = 'abduction' then 1 else -9 end) as ishostkid,
    t.abducted::int as nhostkid,
    case when t.least_killed < t.most_killed then format('Figures of people killed differ: %s to %s.', t.least_killed, t.most_killed) end
        as addnotes,
    u.urls[1] as scite1,
    u.urls[2] as scite2,
    u.urls[3] as scite3,
    'media monitor' as dbsource
from core.story as s
inner join mart.story_event as e on s.story_id = e.story_id
left join mart.event_scheme as k on e.event_type = k.event_type
left join perpetrators as p on s.story_id = p.story_id
left join silence as q on s.story_id = q.story_id
left join claimants as n on s.story_id = n.story_id
left join toll as t on s.story_id = t.story_id
left join cited as u on s.story_id = u.story_id;
comment on view report.gtd is 'One row per story with an event, under GTD''s column names; what GTD calls unknown is unknown here (-9, 0 for month and day, "Unknown"), and nobody has applied its criteria';

create view report.acled as
-- grain: one row per story with an event
with sourced as (
    select
        sa.story_id,
        string_agg(distinct o.name, '; ') as outlets
    from core.story_article as sa
    inner join core.article as a on sa.article_id = a.article_id
    inner join ref.outlet as o on a.outlet_id = o.outlet_id
    group by sa.story_id
)

select
    s.story_id as event_id_cnty,
    case when e.event_on is not null then to_date(e.event_on, 'YYYY-MM-DD') end as event_date,
    left(e.event_on, 4)::int as year,
    case when e.event_on is not null then 1 end as time_precision,
    case when k.acled_event_type is not null then 'Political violence' end as disorder_type,
    k.acled_event_type as event_type,
    k.acled_sub_event_type as sub_event_type,
    p.actor_name as actor1,
    e.country,
    coalesce(e.place, e.country) as location,
    e.lat as latitude,
    e.lon as longitude,
    o.outlets as source,
    concat_ws(
        ' ',
        s.title || '.',
        case
            when p.actor_name is null then null
            when p.is_uncertain then format('%s is suspected or accused.', p.actor_name)
            when p.is_claimed then format('%s claims it.', p.actor_name)
            else format('%s is named as the one who did it.', p.actor_name)
        end,
        case when b.lowest < b.highest then format('Figures of people killed differ: %s to %s.', b.lowest, b.highest) end
    ) as notes,
    b.acled_rule::int as fatalities,
    extract(epoch from s.last_seen_at)::bigint as "timestamp"
from core.story as s
inner join mart.story_event as e on s.story_id = e.story_id
left join mart.event_scheme as k on e.event_type = k.event_type
left join mart.perpetrator as p on s.story_id = p.story_id and p.place_in_story = 1
left join mart.casualty_band as b on s.story_id = b.story_id and b.kind = 'killed'
left join sourced as o on s.story_id = o.story_id;
comment on view report.acled is 'One row per story with an event, under ACLED''s column names; what is not known is NULL, and nobody has applied its inclusion rules';

create view report.muc4 as
-- grain: one row per story, perpetrator and confidence
with labelled as (
    select
        l.story_id,
        l.actor_name,
        l.actor_kind = 'person' as is_individual,
        case
            when l.is_negated and l.stance <> 'confirmed' then null
            when l.is_negated then 'ACQUITTED'
            when l.stance = 'suspected' and l.source_text is null and c.cue_text is null then 'POSSIBLE'
            when l.is_authority then k.muc4_by_authority
            else k.muc4
        end as confidence,
        l.stated_at,
        l.origin
    from mart.attribution_ledger as l
    inner join mart.stance as k on l.stance = k.stance
    left join core.claim as c on l.revision_id = c.revision_id and l.filed_on = c.filed_on and l.position = c.position
    where l.story_id is not null and l.actor_kind is not null
)

select
    l.story_id as message_id,
    e.event_on as incident_date,
    concat_ws(': ', upper(e.country), upper(e.place)) as incident_location,
    k.muc4_type as incident_type,
    case when l.is_individual then upper(l.actor_name) end as perp_individual_id,
    case when not l.is_individual then upper(l.actor_name) end as perp_organization_id,
    l.confidence as perp_organization_confidence,
    min(l.stated_at) as since,
    count(distinct l.origin) as origin_count
from labelled as l
left join mart.story_event as e on l.story_id = e.story_id
left join mart.event_scheme as k on e.event_type = k.event_type
where l.confidence is not null
group by l.story_id, e.event_on, e.country, e.place, k.muc4_type, l.is_individual, l.actor_name, l.confidence;
comment on view report.muc4 is 'One row per story, perpetrator and confidence, with MUC-4''s labels of slot 11; a denial has no label there and makes no row';

create view report.cameo as
-- grain: one row per story, source actor, event code and target actor
select
    l.story_id,
    to_char(min(l.stated_at) at time zone 'UTC', 'YYYYMMDD')::int as sqldate,
    case when l.source_text is not null then l.source_name end as actor1name,
    case when l.source_name is distinct from l.actor_name then l.actor_name end as actor2name,
    k.cameo as eventcode,
    k.cameo as eventbasecode,
    left(k.cameo, 2) as eventrootcode,
    -- 01 is verbal cooperation, 11 verbal conflict
    case left(k.cameo, 2) when '01' then 1 when '11' then 3 end as quadclass,
    count(*) as nummentions,
    count(distinct l.outlet_id) as numsources,
    count(distinct l.article_id) as numarticles,
    to_char(min(l.seen_from) at time zone 'UTC', 'YYYYMMDDHH24MISS')::bigint as dateadded,
    (array_agg(l.url order by l.stated_at, l.claim_id))[1] as sourceurl
from mart.attribution_ledger as l
inner join mart.stance as k on l.stance = k.stance and k.cameo is not null
where not l.is_negated and l.story_id is not null
group by
    l.story_id, case when l.source_text is not null then l.source_name end,
    case when l.source_name is distinct from l.actor_name then l.actor_name end, k.cameo;
comment on view report.cameo is 'One row per story, source actor, event code and target actor: CAMEO 015 claims, 016 denials and 112 accusations, under GDELT''s column names';

do $$
declare
    word record;
begin
    for word in
        select n.nspname, c.relname, a.attname, w.meaning
        from pg_attribute as a
        inner join pg_class as c on a.attrelid = c.oid and c.relkind = 'v'
        inner join pg_namespace as n on c.relnamespace = n.oid
        inner join (values
            ('mart.event_scheme', 'event_type', 'bombing, shooting, abduction, …'),
            ('mart.event_scheme', 'attacktype1', 'GTD''s code'),
            ('mart.event_scheme', 'attacktype1_txt', 'GTD''s name'),
            ('mart.event_scheme', 'acled_event_type', 'ACLED''s event_type'),
            ('mart.event_scheme', 'acled_sub_event_type', 'ACLED''s sub_event_type'),
            ('mart.event_scheme', 'muc4_type', 'MUC-4''s INCIDENT: TYPE'),
            ('mart.claim_mode', 'claimmode', 'GTD''s code'),
            ('mart.claim_mode', 'claimmode_txt', 'GTD''s name'),
            ('mart.claim_mode', 'pattern', 'Regular expression of PostgreSQL for the words that tell it, any case'),
            ('mart.perpetrator', 'story_id', 'Story'),
            ('mart.perpetrator', 'actor_name', 'Who is said to have done it'),
            ('mart.perpetrator', 'actor_entity_id', 'Entity of the actor; NULL = not in the knowledge base'),
            ('mart.perpetrator', 'actor_kind', 'Kind of the actor: group, person, government, …'),
            ('mart.perpetrator', 'is_group', 'True for groups, and for names that are no person, state, place or agency'),
            ('mart.perpetrator', 'is_denied_by_itself', 'True where the actor denies'),
            ('mart.perpetrator', 'is_claimed', 'True where the actor claims'),
            ('mart.perpetrator', 'is_uncertain', 'True where the actor is suspected or accused, and no more'),
            ('mart.perpetrator', 'origin_count', 'Independent origins of the stance that most of them carry'),
            ('mart.perpetrator', 'place_in_story', '1 = the firmest of the story: confirmed, claimed, reported, accused, suspected; then by origins'),
            ('mart.perpetrator', 'place_in_kind', 'The same among groups, and among the others'),
            ('mart.claim_made', 'story_id', 'Story'),
            ('mart.claim_made', 'actor_name', 'Who claims'),
            ('mart.claim_made', 'claimmode', 'GTD''s code of the way that most of its claims are told'),
            ('mart.claim_made', 'claimmode_txt', 'GTD''s name of that way'),
            ('report.gtd', 'eventid', 'The story: an id of this system, not GTD''s number'),
            ('report.gtd', 'iyear', 'Year of the event as told; NULL = not told'),
            ('report.gtd', 'imonth', 'Month of the event as told; 0 = unknown'),
            ('report.gtd', 'iday', 'Day of the event as told; 0 = unknown'),
            ('report.gtd', 'approxdate', 'Since when it is reported, where no day is told'),
            ('report.gtd', 'country_txt', 'Country of the place that most articles tell; NULL = unknown'),
            ('report.gtd', 'city', 'Place that most articles tell, whatever its size; Unknown = none'),
            ('report.gtd', 'latitude', 'Latitude of that place'),
            ('report.gtd', 'longitude', 'Longitude of that place'),
            ('report.gtd', 'summary', 'Headline of the story''s first article'),
            ('report.gtd', 'suicide', '1 = told as a suicide attack, 0 = no sign of it'),
            ('report.gtd', 'attacktype1', 'By the type that most articles tell; 9 = unknown, or none of GTD''s'),
            ('report.gtd', 'attacktype1_txt', 'Name of attacktype1'),
            ('report.gtd', 'gname', 'Group said to have done it: confirmed before claimed, reported, accused, suspected; then by independent origins; Unknown = none'),
            ('report.gtd', 'gname2', 'The next group'),
            ('report.gtd', 'gname3', 'The third group'),
            ('report.gtd', 'guncertain1', '1 = gname is suspected or accused and no more, 0 = claimed, confirmed or reported; NULL = Unknown'),
            ('report.gtd', 'guncertain2', 'The same for gname2'),
            ('report.gtd', 'guncertain3', 'The same for gname3'),
            ('report.gtd', 'claimed', '1 = gname claims; 0 = it denies, or no claim is reported; -9 = unknown'),
            ('report.gtd', 'claimmode', 'How gname claims; 10 = not told; NULL = no claim'),
            ('report.gtd', 'claimmode_txt', 'Name of claimmode'),
            ('report.gtd', 'claim2', 'The same for gname2'),
            ('report.gtd', 'claimmode2', 'The same for gname2'),
            ('report.gtd', 'claimmode2_txt', 'The same for gname2'),
            ('report.gtd', 'claim3', 'The same for gname3'),
            ('report.gtd', 'claimmode3', 'The same for gname3'),
            ('report.gtd', 'claimmode3_txt', 'The same for gname3'),
            ('report.gtd', 'compclaim', '1 = more than one actor claims, 0 = one, -9 = none is known'),
            ('report.gtd', 'nkill', 'People killed, by GTD''s rule (casualty_band.gtd_rule); NULL = unknown'),
            ('report.gtd', 'nwound', 'People injured, by the same rule; NULL = unknown'),
            ('report.gtd', 'ishostkid', '1 = people were abducted, 0 = a figure says none, -9 = unknown'),
            ('report.gtd', 'nhostkid', 'People abducted, by the same rule; NULL = unknown'),
            ('report.gtd', 'addnotes', 'Where figures of people killed differ: lowest and highest'),
            ('report.gtd', 'scite1', 'First article on it'),
            ('report.gtd', 'scite2', 'First article of another outlet'),
            ('report.gtd', 'scite3', 'First article of a third outlet'),
            ('report.gtd', 'dbsource', 'media monitor'),
            ('report.acled', 'event_id_cnty', 'The story: an id of this system, not ACLED''s'),
            ('report.acled', 'event_date', 'Day of the event as told; NULL = not told'),
            ('report.acled', 'year', 'Year of event_date'),
            ('report.acled', 'time_precision', '1 = the day is told'),
            ('report.acled', 'disorder_type', 'Political violence, where the event type is known'),
            ('report.acled', 'event_type', 'By the type that most articles tell; NULL where the type alone does not decide'),
            ('report.acled', 'sub_event_type', 'The same'),
            ('report.acled', 'actor1', 'Who is said to have done it, the firmest first; NULL = nobody is named'),
            ('report.acled', 'country', 'Country of the place that most articles tell'),
            ('report.acled', 'location', 'Place that most articles tell, else the country'),
            ('report.acled', 'latitude', 'Latitude of that place'),
            ('report.acled', 'longitude', 'Longitude of that place'),
            ('report.acled', 'source', 'Outlets that report it, in the order of the alphabet'),
            ('report.acled', 'notes', 'Headline of the story''s first article, and where attribution and figures stand'),
            ('report.acled', 'fatalities', 'People killed, by ACLED''s rule (casualty_band.acled_rule); NULL = unknown'),
            ('report.acled', 'timestamp', 'Publication of the story''s newest article, in seconds since 1970 (UTC)'),
            ('report.muc4', 'message_id', 'MESSAGE: ID, here the story'),
            ('report.muc4', 'incident_date', 'INCIDENT: DATE as told, YYYY-MM-DD; NULL = not told'),
            ('report.muc4', 'incident_location', 'INCIDENT: LOCATION, country and place'),
            ('report.muc4', 'incident_type', 'INCIDENT: TYPE'),
            ('report.muc4', 'perp_individual_id', 'PERP: INDIVIDUAL ID'),
            ('report.muc4', 'perp_organization_id', 'PERP: ORGANIZATION ID'),
            ('report.muc4', 'perp_organization_confidence', 'PERP: ORGANIZATION CONFIDENCE; given for individuals, too'),
            ('report.muc4', 'since', 'When it was first stated so'),
            ('report.muc4', 'origin_count', 'Independent origins that state it so'),
            ('report.cameo', 'story_id', 'Story'),
            ('report.cameo', 'sqldate', 'UTC day of the first statement, YYYYMMDD'),
            ('report.cameo', 'actor1name', 'Source actor: who claims, denies or accuses; NULL = nobody is named'),
            ('report.cameo', 'actor2name', 'Target actor: who is accused, or for whom another denies; NULL = none, or not named'),
            ('report.cameo', 'eventcode', '015 claim responsibility, 016 deny responsibility, 112 accuse'),
            ('report.cameo', 'eventbasecode', 'The same'),
            ('report.cameo', 'eventrootcode', '01 or 11'),
            ('report.cameo', 'quadclass', '1 = verbal cooperation, 3 = verbal conflict, by the root code'),
            ('report.cameo', 'nummentions', 'Claims of the ledger'),
            ('report.cameo', 'numsources', 'Outlets'),
            ('report.cameo', 'numarticles', 'Articles'),
            ('report.cameo', 'dateadded', 'When the first of them was seen, YYYYMMDDHHMMSS (UTC)'),
            ('report.cameo', 'sourceurl', 'The first article that says so')
        ) as w (relation, attname, meaning) on format('%s.%s', n.nspname, c.relname) = w.relation and a.attname = w.attname
        where a.attnum > 0 and not a.attisdropped
    loop
        execute format('comment on column %I.%I.%I is %L', word.nspname, word.relname, word.attname, word.meaning);
    end loop;
end $$;
