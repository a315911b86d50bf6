"""roles: who may read what, and letting somebody in."""

from __future__ import annotations

from dataclasses import dataclass

from media_monitor.errors import SettingsError
from media_monitor.settings import Settings
from media_monitor.stages.run import warehouse_dsn
from media_monitor.warehouse import roles
from media_monitor.warehouse.db import connect

MAY = {
    "reporter": "the views and functions of schema report: sentences within each outlet's quotation policy",
    "licensed": "that, and the texts themselves in schema report_licensed",
    "plugin": "the pipeline's ledger (ref, ops, report), read only",
    "loader": "rows of every layer: what the stages act as",
    "owner": "everything: what migrations act as",
}
"""Role → what it may do."""


@dataclass(frozen=True, slots=True)
class Given:
    """A login that has a role."""

    login: str
    role: str
    lacking: tuple[str, ...]
    """Limits of the role that the login was made without."""


def admit(settings: Settings, login: str, role: str) -> bool:
    """Give `login` a role and its limits; True where the login was made for this, without a password."""
    if role not in MAY:
        raise SettingsError(f"--as {role}: one of {', '.join(MAY)}")
    with connect(warehouse_dsn(settings), as_login=True) as connection:
        return roles.admit(connection, login, role)


def given(settings: Settings) -> list[Given]:
    """Every login that has a role of this server's."""
    with connect(warehouse_dsn(settings)) as connection:
        return [
            Given(row["login"], row["role"].removeprefix(roles.PREFIX), tuple(row["lacking"])) for row in roles.logins(connection)
        ]
