-- A person's name can be erased: blanked wherever it stands, and in whatever comes later.

create table core.suppressed_name (
    name_sha bytea primary key,
    word_count smallint not null check (word_count >= 2),
    suppressed_at timestamptz not null,
    reason text not null check (btrim(reason) <> '')
);
comment on table core.suppressed_name is 'One row per spelling of a name that was erased, as a hash alone: pages and headlines read from now on lose it';
comment on column core.suppressed_name.name_sha is 'SHA-256 of the words of the name in lower case, a space between them; the name itself is gone';
comment on column core.suppressed_name.word_count is 'How many words it has: so many words of a text in a row are compared with it';
comment on column core.suppressed_name.suppressed_at is 'When it was erased';
comment on column core.suppressed_name.reason is 'Why, in words that name nobody';

alter table ops.batch add column suppressed_names integer not null default 0;
comment on column ops.batch.suppressed_names is 'How many names were suppressed when ingest read its pages; where more are by now, it reads them again';

create function ops.blanked(value text, pattern text) returns text
language sql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
return (
    with kept as (
        select part, place from regexp_split_to_table(value, pattern) with ordinality as t (part, place)
    ),
    found as (
        select repeat(U&'\2588', length(part[1])) as blank, place
        from regexp_matches(value, pattern, 'g') with ordinality as t (part, place)
    )
    select string_agg(k.part || coalesce(f.blank, ''), '' order by k.place)
    from kept as k
    left join found as f on k.place = f.place
);
comment on function ops.blanked(text, text) is 'The text with full blocks for what the pattern, one group, matches: as many as it has characters, so that offsets stay true';

create function ops.blanked(value text[], pattern text) returns text[]
language sql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
return array(select ops.blanked(each, pattern) from unnest(value) with ordinality as t (each, place) order by place);
comment on function ops.blanked(text[], text) is 'The same for each text of a list';

create function ops.blanked(value jsonb, pattern text) returns jsonb
language sql
immutable
strict
parallel safe
set search_path = pg_catalog, pg_temp
return ops.blanked(value::text, pattern)::jsonb;
comment on function ops.blanked(jsonb, text) is 'The same for all that a document says';

create function ops.blank_name(full_name text, short_name text, which bigint[]) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- The catalogue is asked for whatever may hold words, so that a table or column that a later release adds is not forgotten. Addresses
-- are not words: who asks has dealt with those that bear the name. Rows that were changed, all told.
declare
    held record;
    changed bigint := 0;
    touched bigint;
begin
    for held in
        select
            c.oid::regclass as place,
            string_agg(format('%1$I = ops.blanked(ops.blanked(%1$I, $1), $2)', a.attname), ', ' order by a.attnum) as blanks,
            string_agg(format('coalesce(%I::text ~ $1, false)', a.attname), ' or ' order by a.attnum) as is_named,
            string_agg(format('coalesce(%I::text ~ $2, false)', a.attname), ' or ' order by a.attnum) as is_short,
            exists (select 1 from pg_attribute as k where k.attrelid = c.oid and k.attname = 'article_id' and not k.attisdropped) as has_article,
            exists (select 1 from pg_attribute as k where k.attrelid = c.oid and k.attname = 'revision_id' and not k.attisdropped) as has_revision
        from pg_class as c
        inner join pg_attribute as a on c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        where c.relkind in ('r', 'p') and not c.relispartition
            and c.relnamespace in ('core'::regnamespace, 'mart'::regnamespace, 'ops'::regnamespace)
            and c.oid not in ('ops.audit'::regclass, 'core.tombstone'::regclass, 'core.suppressed_name'::regclass)
            and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
            and a.attname !~ '(^|_)(url|link|guid|key|id|etag)s?($|_)'
        group by c.oid
        order by c.oid::regclass::text
    loop
        if held.has_article then
            execute format('update %s set %s where article_id = any($3) and (%s or %s)', held.place, held.blanks, held.is_named, held.is_short)
            using full_name, short_name, which;
        elsif held.has_revision then
            execute format(
                'update %s set %s where revision_id in (select r.revision_id from core.revision as r where r.article_id = any($3)) and (%s or %s)',
                held.place, held.blanks, held.is_named, held.is_short
            ) using full_name, short_name, which;
        else
            execute format('update %s set %s where %s', held.place, held.blanks, held.is_named) using full_name, short_name;
        end if;
        get diagnostics touched = row_count;
        changed := changed + touched;
    end loop;
    return changed;
end
$$;
comment on function ops.blank_name is 'Blanks what matches the full name everywhere, and in these articles what matches the short one too; how many rows changed';
