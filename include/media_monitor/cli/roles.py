"""`media-monitor roles`: who may read what in the warehouse, and letting somebody in."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from media_monitor.cli.console import out, read_settings

app = typer.Typer(no_args_is_help=True, help="Who may read what in the warehouse, and letting somebody in.")


@app.command("list")
def roles_list() -> None:
    """The roles, what each may do, and the logins that have them."""
    from media_monitor.stages import roles

    given = roles.given(read_settings())
    for role, may in roles.MAY.items():
        out.print(f"[bold]{role}[/bold]  {may}", highlight=False, soft_wrap=True)
        for login in (g for g in given if g.role == role):
            without = f"  [yellow]without {', '.join(login.lacking)}[/yellow]" if login.lacking else ""
            out.print(f"  {escape(login.login)}{without}", highlight=False, soft_wrap=True)


@app.command("admit")
def roles_admit(
    login: Annotated[str, typer.Argument(help="Name of a login of the server; made, without a password, if there is none.")],
    role: Annotated[str, typer.Option("--as", help="reporter, licensed, plugin, loader or owner.")] = "reporter",
) -> None:
    """Give a login a role and the limits that come with it; a new login gets its password in psql."""
    from media_monitor.stages import roles

    is_new = roles.admit(read_settings(), login, role)
    out.print(f"{escape(login)} may read: {roles.MAY[role]}", highlight=False, soft_wrap=True)
    if is_new:
        out.print(f"It has no password yet: in psql, \\password {escape(login)}", highlight=False, soft_wrap=True)
