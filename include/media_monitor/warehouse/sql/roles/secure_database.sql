-- No row: privileges on the database itself, which neither a dump nor a template carries. Only the database's owner may give them.
do $$
begin
    if not (select pg_has_role(session_user, datdba, 'usage') from pg_catalog.pg_database where datname = current_database()) then
        return;
    end if;
    execute format('revoke temporary, create on database %%I from public', current_database());
    execute format('grant temporary on database %%I to media_monitor_owner, media_monitor_loader', current_database());
    execute format('grant create on database %%I to media_monitor_owner', current_database());
    revoke create on schema public from public;
end
$$
