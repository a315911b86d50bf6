"""`media-monitor`: every stage by hand, the two fixed interfaces, and what a person asks of a running system."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import click
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from media_monitor.errors import CorrectionError, MediaMonitorError, SettingsError
from media_monitor.model import StageReport
from media_monitor.settings import Settings
from media_monitor.warehouse import cookbook

if TYPE_CHECKING:
    from media_monitor.stages.correct import Corrected
    from media_monitor.stages.correct_requests import Request

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Monitor news media: feeds in, attributed and checked articles out, in PostgreSQL.",
)
feeds_app = typer.Typer(no_args_is_help=True, help="Check, import and export lists of feeds.")
app.add_typer(feeds_app, name="feeds")
quarantine_app = typer.Typer(no_args_is_help=True, help="Pages that were kept out of core: list, explain and read them again.")
app.add_typer(quarantine_app, name="quarantine")
roles_app = typer.Typer(no_args_is_help=True, help="Who may read what in the warehouse, and letting somebody in.")
app.add_typer(roles_app, name="roles")
correct_app = typer.Typer(
    no_args_is_help=True,
    help="Correct what machines read wrongly. A correction has who, when and why; it holds through every re-tag until it is "
    "withdrawn, and the marts show it at once. docs/corrections.md",
)
app.add_typer(correct_app, name="correct")
watchlist_app = typer.Typer(no_args_is_help=True, help="The watchlist: what alerts and the briefing look at first.")
app.add_typer(watchlist_app, name="watchlist")
query_app = typer.Typer(
    invoke_without_command=True,
    subcommand_metavar="[NAME] [OPTIONS]",
    help="Answer a question of the cookbook; without NAME, list them. `media-monitor query NAME --help` explains one.",
)
app.add_typer(query_app, name="query")

out = Console()
err = Console(stderr=True)


def main() -> None:
    """Entry point: an error is one line on standard error and exit code 1."""
    try:
        app()
    except MediaMonitorError as error:
        err.print(f"[red]error:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        sys.exit(1)


def _settings(feeds: Path | None = None) -> Settings:
    """Settings from the environment; without a warehouse there, the one that `make run` started."""
    from media_monitor.local.remembered import recall

    settings = recall(Settings.from_env())
    return replace(settings, feeds=feeds) if feeds else settings


def _run(*stages: Callable[[Settings], StageReport | None]) -> None:
    settings = _settings()
    for stage in stages:
        with err.status(stage.__module__.rpartition(".")[2]):
            report = stage(settings)
        _show(report)


def _show(report: StageReport | None) -> None:
    if report is None:
        return
    counts = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in report.counts.items())
    out.print(f"[bold]{report.stage}[/bold]  {counts}", highlight=False)
    for problem in report.problems:
        err.print(f"  [yellow]{escape(problem)}[/yellow]", highlight=False, soft_wrap=True)


# ---- stages ----------------------------------------------------------------------------------------------------------


@app.command()
def migrate() -> None:
    """Bring the warehouse to the newest schema (forward only)."""
    from media_monitor.stages.run import warehouse_dsn
    from media_monitor.warehouse.migrate import upgrade

    out.print(f"schema at revision {upgrade(warehouse_dsn(_settings()))}")


@app.command("sync-reference")
def sync_reference(
    feeds: Annotated[Path | None, typer.Option(help="CSV or OPML list of feeds instead of seeds/feeds.csv.", exists=True)] = None,
) -> None:
    """Load outlets, feeds, entities, designations and topics from the seeds."""
    from media_monitor.stages import reference

    _show(reference.run(_settings(feeds)))


@app.command()
def poll() -> None:
    """Poll the feeds that are due now."""
    from media_monitor.stages import poll as stage

    _run(stage.run)


@app.command()
def fetch() -> None:
    """Fetch the pages that are due now into the archive."""
    from media_monitor.stages import fetch as stage

    _run(stage.run)


@app.command()
def register(source: Annotated[str, typer.Argument(help="WARC or ARC object, folder of them, glob or fsspec URL.")]) -> None:
    """Register archived coverage, so that `ingest --day` and the backfill DAG can load it."""
    from media_monitor.stages import register as stage

    _show(stage.run(_settings(), source))


@app.command()
def ingest(
    day: Annotated[
        str | None, typer.Option(help="Archived coverage crawled on that UTC day (YYYY-MM-DD) instead of live pages.")
    ] = None,
) -> None:
    """Extract, annotate and check archived pages that are not loaded yet: into staging, bad rows into quarantine."""
    from media_monitor.stages import batches, check
    from media_monitor.stages import ingest as stage

    settings = _settings()
    for batch_id in batches.waiting(settings, day):
        _show(stage.run(settings, batch_id))
        _show(check.run(settings, batch_id))


@app.command()
def publish() -> None:
    """Publish the checked batches: staging to core, one transaction each."""
    from media_monitor.stages import batches
    from media_monitor.stages import publish as stage

    settings = _settings()
    for batch_id in batches.checked(settings):
        _show(stage.run(settings, batch_id))


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

    settings = _settings()
    if rebuild:
        with err.status("rebuild") as shown:
            _show(all_days.run(settings, lambda done, days: shown.update(f"rebuild: {done:,} of {days:,} days")))
    _show(stage.run(settings))
    stage.show(settings, out)


@app.command("watch")
def watch_command() -> None:
    """Check core, the feeds and the pipeline itself, and fill the gap calendar; exit code 1 if core is broken.

    Feeds that fell silent, days unlike those before and work that waits are warnings: `select * from mart.quality_scorecard`.
    """
    from media_monitor.stages import watch

    _run(watch.run)


@app.command()
def run(
    once: Annotated[bool, typer.Option("--once", help="Exit after the first full round: 0 if every stage succeeded.")] = False,
    feeds: Annotated[Path | None, typer.Option(help="CSV or OPML list of real feeds; default: the sample newsroom.")] = None,
    port: Annotated[int | None, typer.Option(help="Port of Airflow's page; the next free one is used and printed.")] = None,
) -> None:
    """Run everything on this machine: PostgreSQL, Airflow and all DAGs, until Ctrl-C."""
    from media_monitor.local.run import run as run_all

    raise typer.Exit(run_all(once, feeds, port))


# ---- looking ---------------------------------------------------------------------------------------------------------


@app.command()
def status() -> None:
    """What waits at each stage, the outcomes so far, and the last run of each stage."""
    from media_monitor.stages import status as stage

    found = stage.read(_settings())
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

    findings = stage.examine(_settings())
    for finding in findings:
        out.print(
            f"{'[green]ok  [/green]' if finding.is_ok else '[red]BAD [/red]'} {finding.what:<16} {escape(finding.detail)}",
            highlight=False,
            soft_wrap=True,
        )
    raise typer.Exit(0 if all(f.is_ok for f in findings) else 1)


# ---- asking ----------------------------------------------------------------------------------------------------------

FileFormat = Literal["csv", "jsonl", "parquet"]
AnyFormat = Literal["table", "csv", "jsonl", "parquet"]
FormatOption = Annotated[AnyFormat, typer.Option("--format", help="A table for people, or what other programs read.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="File for the answer; default: standard output.")]
RawOption = Annotated[
    bool,
    typer.Option(
        "--raw", help="CSV with text as it is; without it, text that a spreadsheet takes for a formula begins with an apostrophe."
    ),
]
ShowOption = Annotated[bool, typer.Option("--show", help="Print the SQL with its parameters, ready for psql, and do not ask it.")]
DayHelp = "YYYY-MM-DD, or counted from the newest day: `latest - 6 days`."


def _answer(
    settings: Settings,
    what: str,
    answer: Any,
    form: AnyFormat,
    target: Path | None,
    raw: bool,
    show: Callable[[Any, Console], int],
) -> None:
    """Show an answer, or write it."""
    from media_monitor.report import answers

    if form == "parquet" and target is None:
        raise SettingsError("--format parquet is no text for a terminal: give --out FILE")
    if form == "table" and target is None:
        if not show(answer, out):
            err.print("Nothing found.")
    elif form == "table":
        raise SettingsError(f"--out {target}: say what to write with --format csv, jsonl or parquet")
    elif form == "parquet" or target is not None:
        _save(settings, what, answer, form, target or Path(), raw)
    else:
        answers.write_text(answer, sys.stdout, form, raw=raw)


def _save(settings: Settings, what: str, answer: Any, form: FileFormat, target: Path, raw: bool) -> None:
    from media_monitor.stages import query as stage

    with err.status(escape(str(target))) as shown:

        def progress(rows: int) -> None:
            shown.update(escape(f"{target}: {rows:,} rows"))

        count = stage.save(settings, what, answer, target, form, raw=raw, progress=progress)
    err.print(f"{count:,} rows in {escape(str(target))}", highlight=False, soft_wrap=True)


@query_app.callback()
def query(context: typer.Context) -> None:
    """Answer a question of the cookbook; without NAME, list the questions."""
    if context.invoked_subcommand is None:
        for question in cookbook.questions().values():
            out.print(f"[bold]{question.name:<30}[/bold] {escape(question.title)}", highlight=False, soft_wrap=True)
        out.print("\n[dim]media-monitor query NAME; media-monitor query NAME --help; docs/queries.md[/dim]", highlight=False)


def _asking(question: cookbook.Question) -> Callable[..., None]:
    """A command that answers `question`, with an option for each of its parameters."""

    def command(form: AnyFormat, out_file: Path | None, raw: bool, show: bool, **given: str | None) -> None:
        from media_monitor.report.answer_table import show_table
        from media_monitor.stages import query as stage

        settings = _settings()
        if show:
            sys.stdout.write(stage.as_sql(settings, question, given) + "\n")
            return
        with stage.ask(settings, question, given) as answer:
            _answer(settings, f"query {question.name}", answer, form, out_file, raw, show_table)

    options: dict[str, tuple[Any, Any]] = {
        p.name: (Annotated[str, typer.Option(metavar=p.type.upper(), help=f"{p.meaning}.")], p.default)
        for p in question.parameters
    }
    options |= {
        "form": (FormatOption, "table"),
        "out_file": (OutOption, None),
        "raw": (RawOption, False),
        "show": (ShowOption, False),
    }
    # Typer reads a command's options off its signature.
    command.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]
    )
    command.__annotations__ = {name: annotation for name, (annotation, _) in options.items()}
    return command


for _question in cookbook.questions().values():
    query_app.command(_question.name, help=f"{_question.title}\n\n{_question.grain}\n\n{_question.explanation}")(
        _asking(_question)
    )


@app.command(context_settings={"ignore_unknown_options": True})  # -without is a word, not an option
def search(
    words: Annotated[list[str], typer.Argument(help='Words that must all be there; "a phrase", a OR b, -without.')],
    since: Annotated[str, typer.Option(metavar="DATE", help=f"First publication day: {DayHelp}")] = cookbook.NONE,
    until: Annotated[str, typer.Option(metavar="DATE", help=f"Last publication day: {DayHelp}")] = cookbook.NONE,
    language: Annotated[str | None, typer.Option(help="Only articles in this language, such as en or uk.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Only this outlet, by its id or its name.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1000, help="At most so many, the best.")] = 20,
    form: FormatOption = "table",
    out_file: OutOption = None,
    raw: RawOption = False,
) -> None:
    """Search headlines and texts, in stems where PostgreSQL knows the language and letter by letter where not.

    Each hit has a passage within its outlet's quotation policy, with the words in **stars**, or none.
    """
    from media_monitor.report.answer_table import show_hits
    from media_monitor.stages import query as stage

    settings = _settings()
    with stage.search(settings, " ".join(words), since, until, language, outlet, most) as answer:
        _answer(settings, "search", answer, form, out_file, raw, show_hits)


@app.command()
def export(
    what: Annotated[
        str | None, typer.Argument(metavar="[VIEW]", help="View of schema report; without it, list the views.")
    ] = None,
    form: Annotated[FileFormat, typer.Option("--format", help="What to write.")] = "csv",
    out_file: Annotated[Path | None, typer.Option("--out", help="File to write; it is replaced in one step.")] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help=f"First publication day: {DayHelp}")] = cookbook.NONE,
    until: Annotated[str, typer.Option(metavar="DATE", help=f"Last publication day: {DayHelp}")] = cookbook.NONE,
    raw: RawOption = False,
) -> None:
    """Write a report view to a file, as much of each article as its outlet's policy allows; without VIEW, list the views."""
    from media_monitor.stages import query as stage

    settings = _settings()
    if what is None:
        for view in stage.views(settings).values():
            out.print(f"[bold]{view.name:<30}[/bold] {escape(view.grain)}", highlight=False, soft_wrap=True)
    elif out_file is None:
        raise SettingsError(f"export {what}: name the file with --out")
    else:
        with stage.view(settings, what, since, until) as answer:
            _save(settings, f"view {what}", answer, form, out_file, raw)


# ---- fixed interfaces ------------------------------------------------------------------------------------------------


@contextmanager
def _lines(target: Path | None) -> Any:
    if target is None:
        yield sys.stdout
        return
    with target.open("w", encoding="utf-8") as file:
        yield file


def _write(lines: Iterable[dict[str, Any]], target: Path | None, what: str) -> None:
    count = 0
    with _lines(target) as file, err.status(what) as shown:
        for line in lines:
            # A lone surrogate cannot be written as UTF-8: JSON's own escape carries it.
            text = json.dumps(line, ensure_ascii=False)
            file.write((text if text.isprintable() or not _has_surrogate(text) else json.dumps(line)) + "\n")
            count += 1
            shown.update(f"{what}: {count:,}")
    if target:
        err.print(f"{count:,} lines in {escape(str(target))}", highlight=False)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


@app.command()
def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="WARC or ARC (gzip or not), HTML file, or folder of HTML files.")
    ],
    out_file: Annotated[Path | None, typer.Option("--out", help="File for the lines; default: standard output.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the page, for a single HTML file.")] = None,
) -> None:
    """Articles of archived pages as JSON Lines: one line per response record or file, nothing dropped.

    Fields: docs/interfaces/extract.schema.json.
    """
    from media_monitor.extract.jsonl import extract_inputs

    _write(extract_inputs(inputs, url=url), out_file, "extract")


@app.command()
def annotate(
    documents: Annotated[
        Path,
        typer.Argument(
            metavar="DOCS.jsonl",
            help="One object a line: id, text and optionally title, url, outlet, published_at, language. `-` = standard input.",
            allow_dash=True,
        ),
    ],
    out_file: Annotated[Path | None, typer.Option("--out", help="File for the lines; default: standard output.")] = None,
) -> None:
    """Entities, topics, claims, casualties, quotes and events of documents as JSON Lines, in input order.

    Fields: docs/interfaces/annotate.schema.json.
    """
    from media_monitor.annotate import lexicon, pipeline
    from media_monitor.annotate.jsonl import read_documents, to_json

    words = lexicon.load(Settings.from_env().seeds)
    with click.open_file(str(documents), encoding="utf-8") as lines:
        _write((to_json(pipeline.annotate(document, words)) for document in read_documents(lines)), out_file, "annotate")


# ---- feeds -----------------------------------------------------------------------------------------------------------


@feeds_app.command("check")
def feeds_check(url: Annotated[str, typer.Argument(help="Address of a feed, or of a site to look for feeds on.")]) -> None:
    """Ask a feed once and explain what it is, how often it wants to be asked, and what is wrong with it."""
    from media_monitor.stages import feed_check

    found = feed_check.check(Settings.from_env(), url)
    for name, value in found.lines:
        out.print(f"[dim]{name:<12}[/dim] {escape(value)}", highlight=False, soft_wrap=True)
    raise typer.Exit(0 if found.is_feed else 1)


@feeds_app.command("import")
def feeds_import(path: Annotated[Path, typer.Argument(help="CSV or OPML list of feeds.", exists=True)]) -> None:
    """Monitor the feeds of a list, and no others."""
    from media_monitor.stages import reference

    _show(reference.run(_settings(path)))


@feeds_app.command("export")
def feeds_export(
    path: Annotated[Path, typer.Argument(help="File to write; .opml or .csv by its ending.")],
) -> None:
    """Write the monitored feeds to a list."""
    from media_monitor.stages import feed_lists

    count = feed_lists.export(_settings(), path)
    out.print(f"{count} feeds in {escape(str(path))}")


# ---- roles -----------------------------------------------------------------------------------------------------------


@roles_app.command("list")
def roles_list() -> None:
    """The roles, what each may do, and the logins that have them."""
    from media_monitor.stages import roles

    given = roles.given(_settings())
    for role, may in roles.MAY.items():
        out.print(f"[bold]{role}[/bold]  {may}", highlight=False, soft_wrap=True)
        for login in (g for g in given if g.role == role):
            without = f"  [yellow]without {', '.join(login.lacking)}[/yellow]" if login.lacking else ""
            out.print(f"  {escape(login.login)}{without}", highlight=False, soft_wrap=True)


@roles_app.command("admit")
def roles_admit(
    login: Annotated[str, typer.Argument(help="Name of a login of the server; made, without a password, if there is none.")],
    role: Annotated[str, typer.Option("--as", help="reporter, licensed, plugin, loader or owner.")] = "reporter",
) -> None:
    """Give a login a role and the limits that come with it; a new login gets its password in psql."""
    from media_monitor.stages import roles

    is_new = roles.admit(_settings(), login, role)
    out.print(f"{escape(login)} may read: {roles.MAY[role]}", highlight=False, soft_wrap=True)
    if is_new:
        out.print(f"It has no password yet: in psql, \\password {escape(login)}", highlight=False, soft_wrap=True)


# ---- corrections -----------------------------------------------------------------------------------------------------

Reason = Annotated[str, typer.Option(help="Why: kept with the correction.")]
By = Annotated[str | None, typer.Option(help="Who says so; default: the user of this machine, else the login of the database.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
CHANGES_SHOWN = 40


def _by(name: str | None) -> str | None:
    """Who says so; the password file knows the user of this machine, though not in every container."""
    import os
    import pwd

    with suppress(KeyError):
        return name or pwd.getpwuid(os.getuid()).pw_name
    return None


def _correct(request: Request, by: str | None, is_dry: bool) -> None:
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.make(_settings(), request, _by(by), is_dry=is_dry)
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


@correct_app.command("claim")
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


@correct_app.command("figure")
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


@correct_app.command("topic")
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


@correct_app.command("alias")
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


@correct_app.command("story")
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


@correct_app.command("import")
def correct_import(
    path: Annotated[Path, typer.Argument(help="CSV file: columns correct, reason and the options' names.", exists=True)],
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Record the corrections of a CSV file: all of them, or, where a line is wrong, none."""
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.import_file(_settings(), path, _by(by), is_dry=dry_run)
    _show_corrected(done, "recorded", dry_run)


@correct_app.command("list")
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

    rows = stage.listing(_settings(), kind, state, article)
    if shape == "jsonl":
        _write(({name: _plain(value) for name, value in row.items()} for row in rows), None, "list")
        return
    table = Table("id", "state", "what", "article", "says", "by", "on", "why", box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*map(escape, stage.as_cells(row)))
    out.print(table)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


@correct_app.command("withdraw")
def correct_withdraw(
    correction_id: Annotated[int, typer.Argument(help="Id of `media-monitor correct list`.")],
    reason: Reason,
    by: By = None,
    dry_run: Dry = False,
) -> None:
    """Withdraw a correction: the marts show what they would without it; the correction stays in the list."""
    from media_monitor.stages import correct as stage

    with err.status("correct"):
        done = stage.withdraw(_settings(), correction_id, reason, _by(by), is_dry=dry_run)
    _show_corrected(done, "withdrawn", dry_run)


# ---- erasure ---------------------------------------------------------------------------------------------------------


@app.command()
def erase(
    reason: Annotated[str, typer.Option(help="Why, in words that name nobody: it is kept.")],
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="[URL…]", help="Address of an article, as the report shows it.")
    ] = None,
    person: Annotated[
        str | None, typer.Option(metavar="NAME", help="A private person's full name: blanked in every text, now and later.")
    ] = None,
    by: By = None,
) -> None:
    """Erase articles by their addresses, or a person's name wherever it stands: both stay out, however they come back.

    An article goes whole: text, tags, ledgers, search, quarantine. A name is blanked in place, with as many blocks as it has
    letters; articles whose very address bears it go whole. Only hashes stay. Pages stay in the archive, which is only ever added
    to: the records to scrub there are listed.
    """
    from media_monitor.stages import erase as stage

    if (person is None) == (not urls):
        raise SettingsError("give the addresses of articles, or --person NAME")
    if person is None:
        erased = stage.run(_settings(), urls or (), reason, _by(by))
        archived = erased.archived
    else:
        blanked = stage.run_person(_settings(), person, reason, _by(by))
        erased, archived = blanked.erased, blanked.archived
        out.print(f"[bold]erase[/bold]  {blanked.articles:,} articles go on without the name, {blanked.rows:,} rows changed")
    out.print(
        f"[bold]erase[/bold]  {erased.articles:,} articles, {erased.rows:,} rows; `media-monitor report` tells their days anew"
    )
    for place, offset in archived:
        out.print(f"  still archived: {escape(place)} at {offset}", highlight=False, soft_wrap=True)


# ---- the watchlist ---------------------------------------------------------------------------------------------------


@watchlist_app.command("add")
def watchlist_add(
    kind: Annotated[str, typer.Argument(help="entity, topic, outlet or words.")],
    value: Annotated[str, typer.Argument(help="Id of the entity or outlet, code of the topic, or the words.")],
    note: Annotated[str | None, typer.Option(help="Why it is watched.")] = None,
    by: By = None,
) -> None:
    """Watch an entity, a topic, an outlet or words; report.watchlist_hit has the articles, by day."""
    from media_monitor.stages import watchlist as stage

    out.print(f"{stage.add(_settings(), kind, value, note, _by(by))} is watched", highlight=False)


@watchlist_app.command("list")
def watchlist_list() -> None:
    """List what is watched, since when and by whom."""
    from media_monitor.stages import watchlist as stage

    table = Table("id", "kind", "what", "note", "by", "on", box=None, pad_edge=False, header_style="dim")
    for row in stage.listing(_settings()):
        cells = (row["watch_id"], row["kind"], row["value"], row["note"] or "", row["added_by"], f"{row['added_at']:%Y-%m-%d}")
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@watchlist_app.command("remove")
def watchlist_remove(watch_id: Annotated[int, typer.Argument(help="Id of `media-monitor watchlist list`.")]) -> None:
    """Take an item off the watchlist."""
    from media_monitor.stages import watchlist as stage

    stage.remove(_settings(), watch_id)
    out.print(f"{watch_id} is no longer watched")


# ---- quarantine ------------------------------------------------------------------------------------------------------

OfReason = Annotated[str | None, typer.Option(help="Only pages with a reason that contains this, in any case.")]
OfOutlet = Annotated[str | None, typer.Option(help="Only pages of this outlet, by its id.")]


@quarantine_app.command("list")
def quarantine_list(
    reason: OfReason = None,
    outlet: OfOutlet = None,
    replayed: Annotated[bool, typer.Option("--replayed", help="Those that were read again and passed, too.")] = False,
) -> None:
    """Pages per reason and outlet, the most first, with the id of one of them for `show`."""
    from media_monitor.stages import quarantine as stage
    from media_monitor.stages.clock import now

    groups = stage.groups(_settings(), stage.Choice(reason=reason, outlet=outlet), replayed=replayed)
    if not groups:
        out.print("nothing is in quarantine" if not (reason or outlet) else "nothing in quarantine is like that")
        return
    table = Table("id", "pages", "outlet", "reason", "oldest", "newest", "replays", box=None, pad_edge=False, header_style="dim")
    for g in groups:
        ages = (f"{(now() - g[at]).days} d" for at in ("oldest_at", "newest_at"))
        cells = (g["example_id"], g["page_count"], g["outlet_id"], g["reason"], *ages, g["replay_count"])
        table.add_row(*(escape(str(cell)) for cell in cells))
    out.print(table)


@quarantine_app.command("show")
def quarantine_show(quarantine_id: Annotated[int, typer.Argument(metavar="ID", help="Id of a page, from `list`.")]) -> None:
    """One page explained: what it failed and why that is asked, where it lies in the archive, and what to do."""
    from media_monitor.stages import quarantine as stage

    found = stage.explain(_settings(), quarantine_id)
    lines = [*found.facts, *((f"reason {n}", f"{r}: {meaning}") for n, (r, meaning) in enumerate(found.reasons, 1))]
    for name, value in [*lines, ("what to do", found.advice)]:
        out.print(f"[dim]{name:<12}[/dim] {escape(value)}", highlight=False, soft_wrap=True)


@quarantine_app.command("replay")
def quarantine_replay(
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID]…", help="Pages, by their ids; default: all.")] = None,
    reason: OfReason = None,
    outlet: OfOutlet = None,
) -> None:
    """Read pages again from the archive when the cause is mended: ingest, check, publish, as for every page.

    Those that pass land once, however often this is run; those that fail again stay, with their new reasons.
    """
    from media_monitor.stages import quarantine as stage

    with err.status("replay") as shown:
        report = stage.replay(
            _settings(), stage.Choice(ids or None, reason, outlet), lambda what: shown.update(f"replay: {what}")
        )
    _show(report)
    raise typer.Exit(1 if report.problems else 0)
