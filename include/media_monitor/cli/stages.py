"""The stages by hand, and a look at how they are."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import err, out, read_settings, run_stages, show_report

app = typer.Typer()


@app.command()
def migrate() -> None:
    """Bring the warehouse to the newest schema (forward only)."""
    from media_monitor.stages.run import warehouse_dsn
    from media_monitor.warehouse.migrate import upgrade

    out.print(f"schema at revision {upgrade(warehouse_dsn(read_settings()))}")


@app.command("sync-reference")
def sync_reference(
    feeds: Annotated[Path | None, typer.Option(help="CSV or OPML list of feeds instead of seeds/feeds.csv.", exists=True)] = None,
) -> None:
    """Load outlets, feeds, entities, designations and topics from the seeds."""
    from media_monitor.stages import reference

    show_report(reference.run(read_settings(feeds)))


@app.command()
def poll() -> None:
    """Poll the feeds that are due now."""
    from media_monitor.stages import poll as stage

    run_stages(stage.run)


@app.command()
def fetch() -> None:
    """Fetch the pages that are due now into the archive."""
    from media_monitor.stages import fetch as stage

    run_stages(stage.run)


@app.command()
def register(source: Annotated[str, typer.Argument(help="WARC or ARC object, folder of them, glob or fsspec URL.")]) -> None:
    """Register archived coverage, so that `ingest --day` and the backfill DAG can load it."""
    from media_monitor.stages import register as stage

    show_report(stage.run(read_settings(), source))


@app.command()
def ingest(
    day: Annotated[
        str | None, typer.Option(help="Archived coverage crawled on that UTC day (YYYY-MM-DD) instead of live pages.")
    ] = None,
) -> None:
    """Extract, annotate and check archived pages that are not loaded yet: into staging, bad rows into quarantine."""
    from media_monitor.stages import batches, check
    from media_monitor.stages import ingest as stage

    settings = read_settings()
    for batch_id in batches.waiting(settings, day):
        show_report(stage.run(settings, batch_id))
        show_report(check.run(settings, batch_id))


@app.command()
def publish() -> None:
    """Publish the checked batches: staging to core, one transaction each."""
    from media_monitor.stages import batches
    from media_monitor.stages import publish as stage

    settings = read_settings()
    for batch_id in batches.checked(settings):
        show_report(stage.run(settings, batch_id))


@app.command()
def report(
    rebuild: Annotated[
        bool,
        typer.Option(
            "--rebuild", help="First fill the marts of all days anew, in steps: after an upgrade, or a change of terms."
        ),
    ] = False,
) -> None:
    """Refresh the marts that are stale, write var/briefing.html and print the report."""
    from media_monitor.stages import rebuild as all_days
    from media_monitor.stages import report as stage

    settings = read_settings()
    if rebuild:
        with err.status("rebuild") as shown:
            show_report(all_days.run(settings, lambda done, days: shown.update(f"rebuild: {done:,} of {days:,} days")))
    show_report(stage.run(settings))
    stage.show(settings, out)


@app.command("watch")
def watch_command() -> None:
    """Check core, the feeds and the pipeline itself, and fill the gap calendar; exit code 1 if core is broken.

    Feeds that fell silent, days unlike those before and work that waits are warnings: `select * from mart.quality_scorecard`.
    """
    from media_monitor.stages import watch

    run_stages(watch.run)


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Exit after the first full round: 0 if every stage succeeded.")] = False,
    feeds: Annotated[Path | None, typer.Option(help="CSV or OPML list of real feeds; default: the sample newsroom.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of Airflow's page; the next free one is used and printed.")] = None,
) -> None:
    """Run everything on this machine: PostgreSQL, Airflow and all DAGs, until Ctrl-C."""
    from media_monitor.local.run import run as run_all

    raise typer.Exit(run_all(once, feeds, port))


@app.command()
def status() -> None:
    """What waits at each stage, the outcomes so far, and the last run of each stage."""
    from media_monitor.stages import status as stage

    found = stage.read(read_settings())
    for title, columns, rows in found.tables():
        table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False, header_style="dim")
        for row in rows:
            table.add_row(*(escape(str(cell)) for cell in row))
        out.print(table)
        out.print()


@app.command()
def doctor() -> None:
    """Check settings, database, schema, seeds, archive and knowledge base; say what to do about what is wrong."""
    from media_monitor.stages import doctor as stage

    findings = stage.examine(read_settings())
    for finding in findings:
        out.print(
            f"{'[green]ok  [/green]' if finding.is_ok else '[red]BAD [/red]'} {finding.what:<16} {escape(finding.detail)}",
            highlight=False,
            soft_wrap=True,
        )
    raise typer.Exit(0 if all(f.is_ok for f in findings) else 1)
