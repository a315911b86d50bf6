-- What is erased stays erased, and what a retention policy no longer keeps goes.

create table core.tombstone (
    key_sha bytea primary key,
    kind text not null check (kind in ('url', 'guid')),
    erased_at timestamptz not null,
    reason text not null check (btrim(reason) <> '')
);
comment on table core.tombstone is 'One row per name of an erased article, as a hash alone: a page under it is never loaded again, however it arrives';
comment on column core.tombstone.key_sha is 'SHA-256 of the address or GUID, as in core.article_key; the name itself is gone';
comment on column core.tombstone.kind is 'url or guid';
comment on column core.tombstone.erased_at is 'When it was erased';
comment on column core.tombstone.reason is 'Why, in words that name nobody';

create table ref.retention (
    what text primary key check (what in ('text', 'everything')),
    days integer not null check (days > 0)
);
comment on table ref.retention is 'One row per kind of content that is not kept for ever; without a row it is';
comment on column ref.retention.what is 'text = the body of articles, their headlines and tags stay; everything = articles whole, with their months';
comment on column ref.retention.days is 'Days after the fetch that brought a state in for which it is kept';

create function ops.audit_retention() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform ops.record_audit('policy', jsonb_build_object('table', 'ref.retention', 'act', lower(tg_op)));
    return null;
end
$$;
comment on function ops.audit_retention is 'Trigger: records that a policy of retention was set, changed or lifted';
create trigger audit_policy after insert or update or delete on ref.retention
for each statement execute function ops.audit_retention();

create function ops.erase_articles(which bigint[]) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
-- Every table of core and mart that has an article's id, or else a revision's, is one that holds something of it: the catalogue is
-- asked, so that a mart that a later release adds is not forgotten. Rows that were removed, all told.
declare
    held record;
    removed bigint := 0;
    touched bigint;
begin
    for held in
        select
            c.oid::regclass as place,
            bool_or(a.attname = 'article_id') as has_article
        from pg_class as c
        inner join pg_attribute as a on c.oid = a.attrelid and a.attname in ('article_id', 'revision_id') and not a.attisdropped
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in ('core'::regnamespace, 'mart'::regnamespace)
            and c.oid not in ('core.article'::regclass, 'core.revision'::regclass)
        group by c.oid
        order by 2, c.oid::regclass::text
    loop
        if held.has_article then
            execute format('delete from %s where article_id = any($1)', held.place) using which;
        else
            execute format('delete from %s as x using core.revision as r where r.article_id = any($1) and x.revision_id = r.revision_id', held.place)
            using which;
        end if;
        get diagnostics touched = row_count;
        removed := removed + touched;
    end loop;
    delete from core.revision where article_id = any(which);
    get diagnostics touched = row_count;
    removed := removed + touched;
    delete from core.article where article_id = any(which);
    get diagnostics touched = row_count;
    return removed + touched;
end
$$;
comment on function ops.erase_articles is 'Removes articles from every table of core and mart; how many rows. The ledger of the pipeline and the tombstones are the caller''s';
