"""`media-monitor kb`: the knowledge base, checked, shown and explained; what a change of it touches."""

from __future__ import annotations

import csv
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import out, read_settings

app = typer.Typer(no_args_is_help=True, help="The knowledge base: entities, aliases, topics and their cues.")


@app.command("check")
def kb_check() -> None:
    """Check every row; name each fault by file, line and column. Exit code 1 where there is any."""
    from media_monitor.annotate import lexicon
    from media_monitor.annotate.checks import findings

    folders = read_settings().seed_folders
    words = lexicon.load(*folders)
    faults = list(findings(words, folders))
    for fault in faults:
        out.print(escape(str(fault)), highlight=False, soft_wrap=True)
    aliases = sum(len(entity.aliases) for entity in words.entities.values())
    out.print(f"{len(words.entities):,} entities, {aliases:,} aliases, {len(words.topics.all)} topics; {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


@app.command("show")
def kb_show(entity: Annotated[str, typer.Argument(help="Id of an entity, or one of its names.")]) -> None:
    """Show entities with parents, aliases, listings, source and licence."""
    from media_monitor.annotate import lexicon
    from media_monitor.annotate.folding import fold

    folders = read_settings().seed_folders
    words = lexicon.load(*folders)
    named = words.names.bearers(fold(entity).text.strip())
    wanted = [entity] if entity in words.entities else list(dict.fromkeys(alias.entity_id for alias in named if alias.entity_id))
    if not wanted:
        out.print(f"no entity {entity!r}: neither an id nor a name", highlight=False)
        raise typer.Exit(1)
    table = Table("entity", "what", "value", box=None, pad_edge=False, header_style="dim")
    for name in ("entities.csv", "designations.csv", "aliases.csv"):
        for folder in folders:
            for path in lexicon.seed_paths(folder, name):
                with path.open(encoding="utf-8", newline="") as lines:
                    for row in csv.DictReader(lines):
                        if row["entity_id"] in wanted:
                            given = ", ".join(f"{key} {value}" for key, value in row.items() if value and key != "entity_id")
                            table.add_row(row["entity_id"], name.removesuffix(".csv"), escape(given))
    out.print(table)


@app.command("why")
def kb_why(text: Annotated[str, typer.Argument(help="Words to tag.")]) -> None:
    """Tag a text and say for each name and topic what earned it."""
    from media_monitor.annotate import explain, lexicon
    from media_monitor.model import Document

    words = lexicon.load(*read_settings().seed_folders)
    table = Table("what", "words", "because", box=None, pad_edge=False, header_style="dim")
    for reason in explain.reasons(Document("text", text), words):
        table.add_row(*(escape(cell) for cell in (reason.what, reason.words, reason.because)))
    out.print(table)


@app.command("impact")
def kb_impact() -> None:
    """Say which articles the seeds on disk would tag otherwise than what was loaded last, and what tagging them again costs."""
    from media_monitor.stages import kb as stage

    found = stage.impact(read_settings())
    out.print(f"{len(found.added):,} names added or changed, {len(found.dropped):,} dropped or changed", highlight=False)
    for title, names in (("added", found.added), ("dropped", found.dropped)):
        if names:
            out.print(f"{title}: {escape(', '.join(names[:20]))}{' …' if len(names) > 20 else ''}", highlight=False)
    out.print(
        f"{found.article_count:,} articles touched, in {found.object_count:,} archive objects"
        f" with {found.revision_count:,} revisions: about {found.seconds:,.0f} s to tag again,"
        f" {'as ingests here took' if found.pace else 'an estimate'}"
        " (`media-monitor sync-reference`, then the nightly retag)",
        highlight=False,
    )
