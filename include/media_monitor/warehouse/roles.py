"""Who may do what in a warehouse: its roles, and the logins that have them.

Roles belong to the whole server, logins and passwords to its operator: this module makes the roles where it may and says what a
database administrator must run where it may not. It makes logins without passwords, and never sees one.
"""

from __future__ import annotations

from collections.abc import Sequence

import psycopg2
from psycopg2 import sql

from media_monitor.errors import WarehouseError
from media_monitor.warehouse import audit
from media_monitor.warehouse.db import Connection, Row, act_as, execute, query, statement

PREFIX = "media_monitor_"
ROLES = ("owner", "loader", "reporter", "plugin", "licensed")
"""In the order in which they are made: `licensed` is a reporter."""
PIPELINE = ("owner", "loader")
"""What the login of the pipeline acts as: the one in migrations, the other in stages."""


def ensure(connection: Connection) -> None:
    """Make the roles that the server lacks, and let this login act as owner and loader. Commits, for others wait to make them.

    Raises WarehouseError with the SQL for an administrator where this login may not.
    """
    preparation = _preparation(connection)
    for role, is_there, _ in _state(connection):
        if not is_there:
            _make(connection, role, preparation)
    if not all(may_act_as for role, _, may_act_as in _state(connection) if role in PIPELINE):
        _run(connection, preparation[-1:], "this login may not act as the owner of the warehouse")
    connection.commit()


def _make(connection: Connection, role: str, preparation: Sequence[str]) -> None:
    try:
        refusal = f"the server has no role {_name(role)}, and this login may not make it"
        _run(connection, [statement(f"roles/{role}")], refusal, preparation)
    except (psycopg2.errors.DuplicateObject, psycopg2.errors.UniqueViolation):  # another warehouse of the server was faster
        connection.rollback()
    else:
        connection.commit()


def _preparation(connection: Connection) -> list[str]:
    """SQL that prepares the server for this login: the roles that it lacks and, last, the right to act as the pipeline's."""
    lacking = [statement(f"roles/{role}").partition("\n")[2].strip() for role, is_there, _ in _state(connection) if not is_there]
    names = sql.SQL(", ").join(sql.Identifier(_name(role)) for role in PIPELINE)
    grant = sql.SQL("grant {} to {}").format(names, sql.Identifier(_login(connection)))
    return [*lacking, grant.as_string(connection)]


def _run(connection: Connection, statements: Sequence[str], why_not: str, script: Sequence[str] = ()) -> None:
    """Execute what only some logins may. Raises WarehouseError with what an administrator is to run: `script`, or these."""
    try:
        with connection.cursor() as cursor:
            for each in statements:
                cursor.execute(each)
    except psycopg2.errors.InsufficientPrivilege:
        connection.rollback()
        asked = "".join(f"\n{each};" for each in script or statements)
        raise WarehouseError(f"{why_not}. Have an administrator of the server run this, then try again:{asked}") from None


def _state(connection: Connection) -> list[tuple[str, bool, bool]]:
    """Each role, whether the server has it, and whether this login may act as it."""
    parameters = {"roles": [_name(role) for role in ROLES], "act_as": act_as(connection)}
    return [
        (row["name"].removeprefix(PREFIX), row["is_there"], row["may_act_as"])
        for row in query(connection, "roles/state", parameters)
    ]


def _name(role: str) -> str:
    return PREFIX + role


def _login(connection: Connection) -> str:
    login: str = query(connection, "roles/login")[0]["login"]
    return login


def act_as_owner(connection: Connection) -> None:
    """What follows in this session belongs to the owner, if the warehouse does already. Commits: a rollback would undo it."""
    query(connection, "roles/act_as_owner")
    connection.commit()


def secure_database(connection: Connection) -> None:
    """Give the privileges on the database itself, which no dump carries, and take away what everybody has by default."""
    execute(connection, "roles/secure_database")


def admit(connection: Connection, login: str, role: str) -> bool:
    """Give `login` a role and the limits that come with it; True where the login was made, without a password, for this.

    A role's settings hold for those who log in as it, not for its members: so they are copied to the login, for this database.
    Raises WarehouseError with the SQL for an administrator where this login may not.
    """
    name, known = _name(role), _connection_limits(connection, login, _name(role))
    who = sql.Identifier(login)
    statements = [] if login in known else [sql.SQL("create role {} login").format(who)]
    statements.append(sql.SQL("grant {} to {}").format(sql.Identifier(name), who))
    if known[name] >= 0 > known.get(login, -1):
        statements.append(sql.SQL("alter role {} connection limit {}").format(who, sql.Literal(known[name])))
    database = sql.Identifier(connection.info.dbname)
    statements += [
        sql.SQL("alter role {} in database {} set {} = {}").format(
            who, database, sql.Identifier(limit["name"]), sql.Literal(limit["value"])
        )
        for limit in query(connection, "roles/limits", {"login": login, "role": name})
    ]
    _run(connection, [each.as_string(connection) for each in statements], f"this login may not give {login} the role {name}")
    audit.record(connection, "grant", {"login": login, "role": name})
    return login not in known


def _connection_limits(connection: Connection, *names: str) -> dict[str, int]:
    rows = query(connection, "roles/connections", {"names": list(names)})
    return {row["name"]: row["connection_limit"] for row in rows}


def logins(connection: Connection) -> list[Row]:
    """Every login that has a role: login, role, and the limits of the role that it lacks (`lacking`, names)."""
    rows = query(connection, "roles/logins", {"roles": [_name(role) for role in ROLES], "act_as": act_as(connection)})
    for row in rows:
        limits = query(connection, "roles/limits", row)
        row["lacking"] = [limit["name"] for limit in limits if not limit["is_set"]]
    return rows


def problems(connection: Connection) -> list[str]:
    """What weakens the separation of roles, a line each with what to do about it."""
    found = []
    for row in logins(connection):
        if row["lacking"]:
            remedy = f"media-monitor roles admit {row['login']} --as {row['role'].removeprefix(PREFIX)}"
            found.append(f"{row['login']} has no {' and no '.join(row['lacking'])}: `{remedy}`")
    everybody = query(connection, "roles/public_may")[0]
    if everybody["may_make_temporary"]:
        found.append(
            f"everybody may make temporary tables in {everybody['database_name']}: its owner runs `media-monitor migrate`"
        )
    return found
