"""`media-monitor correct`: corrections of what machines read wrongly."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from media_monitor.cli.console import By, by_whom, err, out, read_settings
from media_monitor.cli.json_lines import write_lines
from media_monitor.errors import CorrectionError

if TYPE_CHECKING:
    from media_monitor.stages.correct import Corrected
    from media_monitor.stages.correct_requests import Request

app = typer.Typer(
    no_args_is_help=True,
    help="Correct what machines read wrongly. A correction has who, when and why; it holds through every re-tag until it is "
    "withdrawn, and the marts show it at once. docs/corrections.md",
)

Reason = Annotated[str, typer.Option(help="Why: kept with the correction.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
CHANGES_SHOWN = 40


def _correct(request: Request, by: str | None, is_dry: bool) -> None:
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.make(read_settings(), request, by_whom(by), is_dry=is_dry)
    _show_corrected(done, "recorded", is_dry)


def _show_corrected(done: Corrected, what: str, is_dry: bool) -> None:
    ids = ", ".join(map(str, done.correction_ids))
    head = f"dry run: nothing was {what}" if is_dry else f"correction {ids} {what}"
    out.print(f"[bold]{head}[/bold]  {done.articles:,} articles, {done.days:,} days", highlight=False, soft_wrap=True)
    for change in done.changes[:CHANGES_SHOWN]:
        sign, colour = ("+", "green") if change.is_new else ("-", "red")
        line = f"  {sign} article {change.article_id} {escape(change.line)}"
        out.print(f"[{colour}]{line}[/{colour}]", highlight=False, soft_wrap=True)
    if len(done.changes) > CHANGES_SHOWN:
        out.print(f"  … and {len(done.changes) - CHANGES_SHOWN:,} more lines")
    if not done.changes:
        out.print("  nothing changes now: `media-monitor correct list` says why")
    for earlier, later in done.overruled.items():
        out.print(f"  correction {earlier} is overruled by {later}", highlight=False)


@app.command("claim")
def correct_claim(
    reason: Reason,
    claim_id: Annotated[int | None, typer.Argument(help="claim_id of report.attribution_ledger; none to add a claim.")] = None,
    wrong: Annotated[bool, typer.Option("--wrong", help="It is no claim, or not this one: it leaves the ledger.")] = False,
    stance: Annotated[str | None, typer.Option(help="claimed, confirmed, accused, suspected, denied, …")] = None,
    source: Annotated[str | None, typer.Option(help="Who says so, in words of the article; `none` = the outlet itself.")] = None,
    source_entity: Annotated[
        str | None, typer.Option(help="The source's entity, such as org:lantern-brigade, or `none`.")
    ] = None,
    authority: Annotated[bool | None, typer.Option("--authority/--no-authority", help="The source is an authority.")] = None,
    actor: Annotated[str | None, typer.Option(help="Who did it, in words of the article; `none` = nobody named.")] = None,
    actor_entity: Annotated[str | None, typer.Option(help="The actor's entity, or `none`.")] = None,
    negated: Annotated[bool | None, typer.Option("--negated/--not-negated", help="The claim is negated.")] = None,
    hedged: Annotated[bool | None, typer.Option("--hedged/--not-hedged", help="The claim is hedged.")] = None,
    article: Annotated[int | None, typer.Option(help="Add a claim to this article (article_id of report.article).")] = None,
    sentence: Annotated[str | None, typer.Option(help="Where it stands, in the article's words.")] = None,
    field: Annotated[str | None, typer.Option(help="Where it stands: title or text (text).")] = None,
    start: Annotated[int | None, typer.Option(help="Where it begins, in characters.")] = None,
    end: Annotated[int | None, typer.Option(help="Where it ends, in characters, exclusive.")] = None,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """A claim is wrong (--wrong), reads otherwise (--stance, --source, …), or is missing (--article with its sentence)."""
    from media_monitor.stages.correct_requests import ClaimRequest

    request = ClaimRequest(
        reason=reason, claim_id=claim_id, wrong=wrong, article_id=article, sentence=sentence, field=field, start=start, end=end,
        stance=stance, source=source, source_entity=source_entity, authority=authority, actor=actor, actor_entity=actor_entity,
        negated=negated, hedged=hedged,
    )  # fmt: skip
    _correct(request, by, dry_run)


@app.command("figure")
def correct_figure(
    article: Annotated[int, typer.Argument(help="article_id of report.casualty_ledger.")],
    position: Annotated[int, typer.Argument(help="position of report.casualty_ledger.")],
    reason: Reason,
    wrong: Annotated[bool, typer.Option("--wrong", help="It is no figure of casualties: it leaves the ledger.")] = False,
    kind: Annotated[str | None, typer.Option(help="killed, injured, missing, detained, abducted.")] = None,
    minimum: Annotated[str | None, typer.Option(help="Least number, or `none`.")] = None,
    maximum: Annotated[str | None, typer.Option(help="Greatest number, or `none`.")] = None,
    qualifier: Annotated[str | None, typer.Option(help="exact, at_least, more_than, about, …")] = None,
    aggregate: Annotated[bool | None, typer.Option("--aggregate/--not-aggregate", help="The toll of a war, a year …")] = None,
    part_of: Annotated[bool | None, typer.Option("--part/--whole", help="It is part of another figure.")] = None,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """A casualty figure is wrong, or has another kind, bounds or qualifier, or is an aggregate or part of another."""
    from media_monitor.stages.correct_requests import FigureRequest

    request = FigureRequest(
        reason=reason, article_id=article, position=position, wrong=wrong, kind=kind, minimum=minimum, maximum=maximum,
        qualifier=qualifier, aggregate=aggregate, part_of=part_of,
    )  # fmt: skip
    _correct(request, by, dry_run)


@app.command("topic")
def correct_topic(
    article: Annotated[int, typer.Argument(help="article_id of report.article.")],
    code: Annotated[str, typer.Argument(help="Code of the topic, such as medtop:20000053.")],
    holds: Annotated[bool, typer.Option("--holds/--fails", help="The article is about it, or is not.")],
    reason: Reason,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """A topic holds, or does not hold, for an article."""
    from media_monitor.stages.correct_requests import TopicRequest

    _correct(TopicRequest(reason=reason, article_id=article, code=code, holds=holds), by, dry_run)


@app.command("alias")
def correct_alias(
    words: Annotated[str, typer.Argument(help="Words as they name somebody in an article.")],
    entity: Annotated[str, typer.Argument(help="The entity, such as org:lantern-brigade.")],
    reason: Reason,
    article: Annotated[int | None, typer.Option(help="In this article (article_id of report.article).")] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="In every article, those to come included.")] = False,
    is_not: Annotated[bool, typer.Option("--not", help="The words are not the name of that entity.")] = False,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Words are the name of an entity, or are not (--not): names, sources and actors that bear them follow."""
    from media_monitor.stages.correct_requests import AliasRequest

    if (article is None) != everywhere:
        raise CorrectionError("say where: either --article ID or --everywhere")
    _correct(AliasRequest(reason=reason, words=words, entity=entity, holds=not is_not, article_id=article), by, dry_run)


@app.command("story")
def correct_story(
    story: Annotated[str, typer.Argument(help="story_id of report.article.")],
    reason: Reason,
    same_as: Annotated[str | None, typer.Option(help="The story that it is one with.")] = None,
    without: Annotated[int | None, typer.Option(help="The article (article_id) that is not of it.")] = None,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Two stories are one (--same-as), or an article is not of a story (--without)."""
    from media_monitor.stages.correct_requests import StoryRequest

    _correct(StoryRequest(reason=reason, story=story, same_as=same_as, without=without), by, dry_run)


@app.command("import")
def correct_import(
    path: Annotated[Path, typer.Argument(help="CSV file: columns correct, reason and the options' names.", exists=True)],
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Record the corrections of a CSV file: all of them, or, where a line is wrong, none."""
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.import_file(read_settings(), path, by_whom(by), is_dry=dry_run)
    _show_corrected(done, "recorded", dry_run)


@app.command("list")
def correct_list(
    kind: Annotated[str | None, typer.Option(help="claim, figure, topic, alias or story.")] = None,
    state: Annotated[str | None, typer.Option(help="standing, overruled, dormant or withdrawn.")] = None,
    article: Annotated[int | None, typer.Option(help="Of this article (article_id of report.article).")] = None,
    shape: Annotated[
        str, typer.Option("--format", help="table, or jsonl with ids, offsets, hashes, old and new values.")
    ] = "table",
) -> None:
    """List corrections: what they say, by whom and why, and whether they still change anything."""
    from media_monitor.stages import correct as stage

    rows = stage.listing(read_settings(), kind, state, article)
    if shape == "jsonl":
        write_lines(({name: _plain(value) for name, value in row.items()} for row in rows), None, "list")
        return
    table = Table("id", "state", "what", "article", "says", "by", "on", "why", box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*map(escape, stage.as_cells(row)))
    out.print(table)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


@app.command("withdraw")
def correct_withdraw(
    correction_id: Annotated[int, typer.Argument(help="Id of `media-monitor correct list`.")],
    reason: Reason,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Withdraw a correction: the marts show what they would without it; the correction stays in the list."""
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.withdraw(read_settings(), correction_id, reason, by_whom(by), is_dry=dry_run)
    _show_corrected(done, "withdrawn", dry_run)
