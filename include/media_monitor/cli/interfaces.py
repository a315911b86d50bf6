"""The two fixed interfaces: pages in, articles out; documents in, annotations out. Both in JSON Lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import click
import typer

from media_monitor.cli.json_lines import write_lines
from media_monitor.settings import Settings

app = typer.Typer()


@app.command()
def extract(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT…", help="WARC or ARC (gzip or not), HTML file, or folder of HTML files.")
    ],
    out_file: Annotated[Path | None, typer.Option("--out", help="File for the lines; default: standard output.")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the page, for a single HTML file.")] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Drop the paragraphs that recur on an outlet's articles in these inputs.")
    ] = False,
) -> None:
    """Articles of archived pages as JSON Lines: one line per response record or file, nothing dropped.

    Fields: docs/interfaces/extract.schema.json.
    """
    from media_monitor.extract.jsonl import extract_inputs, learned

    lines = extract_inputs(inputs, url=url)
    write_lines(learned(lines) if learn else lines, out_file, "extract")


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
        write_lines((to_json(pipeline.annotate(document, words)) for document in read_documents(lines)), out_file, "annotate")
