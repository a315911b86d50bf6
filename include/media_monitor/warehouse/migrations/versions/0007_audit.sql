-- Who did what to the warehouse that somebody may have to answer for. Rows are added and never changed.

create table ops.audit (
    audit_id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    login text not null default session_user,
    on_behalf_of text,
    what text not null check (what in ('migration', 'policy', 'erasure', 'retention', 'export', 'correction', 'grant')),
    details jsonb not null
);
create index audit_at on ops.audit (at);
comment on table ops.audit is 'One row per act that somebody may have to answer for; rows are added, never changed or removed';
comment on column ops.audit.at is 'When it was done, by the clock of the server';
comment on column ops.audit.login is 'Who was logged in to PostgreSQL; it cannot be chosen';
comment on column ops.audit.on_behalf_of is 'Whom the caller says it acts for, such as the user of the command line; NULL = itself';
comment on column ops.audit.details is 'Counts, ids and settings; never a text, a name or an address of what was erased';

create function ops.record_audit(what text, details jsonb, on_behalf_of text default null) returns bigint
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
insert into ops.audit (what, details, on_behalf_of) values (record_audit.what, record_audit.details, record_audit.on_behalf_of)
returning audit_id
$$;
comment on function ops.record_audit is 'Adds a row to ops.audit and gives its id: the only way in for who may not write the table';

create function ops.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception '%.% is append-only: a % is refused', tg_table_schema, tg_table_name, lower(tg_op)
        using errcode = 'insufficient_privilege', hint = 'What was recorded wrongly is set right by a new row that says so.';
end
$$;
comment on function ops.refuse_change is 'Trigger of tables whose rows are never changed';
create trigger append_only before update or delete or truncate on ops.audit
for each statement execute function ops.refuse_change();

-- a change of policy is recorded where it happens, whoever makes it: seeds, a person with psql, a later release ------------------------

create function ops.audit_outlet_policy() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    changed jsonb;
begin
    select jsonb_object_agg(n.outlet_id, jsonb_build_object(
        'characters', jsonb_build_array(o.quote_characters, n.quote_characters),
        'is_link_required', jsonb_build_array(o.is_link_required, n.is_link_required)))
    into changed
    from was as o
    inner join became as n on o.outlet_id = n.outlet_id
    where (o.quote_characters, o.is_link_required) is distinct from (n.quote_characters, n.is_link_required);
    if changed is not null then
        perform ops.record_audit('policy', jsonb_build_object('table', 'ref.outlet', 'changed', changed));
    end if;
    return null;
end
$$;
comment on function ops.audit_outlet_policy is 'Trigger: records outlets whose quotation policy an update changed, each from what to what';
create trigger audit_policy after update on ref.outlet
referencing old table as was new table as became
for each statement execute function ops.audit_outlet_policy();

create function ops.audit_new_outlet_policy() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    allowed bigint;
begin
    select count(*) into allowed from became where quote_characters > 0;
    if allowed > 0 then
        perform ops.record_audit('policy', jsonb_build_object('table', 'ref.outlet', 'new_outlets_with_an_allowance', allowed));
    end if;
    return null;
end
$$;
comment on function ops.audit_new_outlet_policy is 'Trigger: records how many outlets arrived with a quotation allowance';
create trigger audit_new_policy after insert on ref.outlet
referencing new table as became
for each statement execute function ops.audit_new_outlet_policy();
