"""A warehouse with a history: one day through the real path, then that day again and again, multiplied inside the database.

A copy of the day is what the real path would have left for the articles of that other day: the same texts and tags under
addresses, keys and ids of their own, every time and day moved (tests/integration/test_bench_history.py compares the two). Months
that are not there yet are filled before they are attached, so that their indexes are built and not grown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import psycopg2
from psycopg2 import sql

from benchmarks import invented, loading
from benchmarks.invented import DAILY, LAST_DAY
from media_monitor import ids
from media_monitor.settings import Settings
from media_monitor.stages import reference
from media_monitor.warehouse import marts
from media_monitor.warehouse.db import Connection, connect, copy_rows
from media_monitor.warehouse.migrate import upgrade
from media_monitor.warehouse.queue import SHARDS

STRIDE = 1_000_000
"""Between the ids of one day and of the next copy; more than any table has rows a day."""
MOST_DAYS = 2_000
NOT_OF_A_DAY = ("ops.audit", "ops.feed_state", "ops.robots", "ops.report_due", "ops.run_report")
"""What a longer history has no more of."""
KEPT_DAYS = {"ops.feed_poll": 90, "ops.page_due": 29, "mart.article_search": 9}
"""Logs are pruned after 90 days (stages/maintain), and no article is fetched again after 30 (collect/schedule). Searching is not
measured, and its index takes longer to build than all the rest: the days that are refreshed have it."""
POLLS = 24
"""A day and feed."""
_URL_KEY = "sha256(convert_to('url:' || split_part({0}, '://', 2), 'UTF8'))"
_GUID_KEY = "sha256(convert_to('guid:' || split_part({0}, '/', 1) || chr(10) || {0}, 'UTF8'))"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of which each day has its share."""

    name: str
    """Schema and table."""
    columns: dict[str, str]
    """Name → type, generated columns aside."""
    key: str | None
    """The day by whose month it is partitioned."""

    @property
    def identifier(self) -> sql.Identifier:
        """Of the table itself."""
        return sql.Identifier(*self.name.split("."))

    @property
    def source(self) -> sql.Identifier:
        """Of what the real path left of one day."""
        return sql.Identifier("base", self.name.replace(".", "_"))


def begin(settings: Settings, daily: int = DAILY) -> None:
    """Migrate the empty warehouse and load the last day of the history through the real path."""
    dsn = str(settings.dsn)
    upgrade(dsn)
    reference.run(settings)
    with connect(dsn, as_login=True) as connection:
        _invent_reference(connection)
    load_day(dsn, LAST_DAY, daily)
    with connect(dsn, as_login=True) as connection:
        _keep_base(connection)


def load_day(dsn: str, day: date, daily: int) -> None:
    """The articles of one day of the history through the real path, with all that the other stages leave of that day."""
    for first in range(0, daily, 355):
        pages = loading.mixed(day, first, oldest=None, until=daily)
        with connect(dsn) as connection:
            batch_id = loading.discover(connection, pages, f"base/{day:%Y/%m/%d}/{first}", loading.midnight(day))
            loading.stage(connection, batch_id, pages.staged(), loading.midnight(day))
        with connect(dsn) as connection:
            loading.publish(connection, batch_id, loading.midnight(day))
    with connect(dsn) as connection:
        _invent_polls(connection, day)
        _invent_groups(connection, day)
        marts.refresh_days(connection, marts.stale_days(connection))


def extend(settings: Settings, since: int, until: int, progress: Progress = lambda _: None, *, with_marts: bool = True) -> None:
    """Copy the last day to the days from `since` to `until` before it, and leave the warehouse as nightly maintenance does.

    Marts take half the time and room: without them, nothing but publishing can be measured.
    """
    with connect(str(settings.dsn), as_login=True) as connection:
        with connection.cursor() as cursor:
            # no triggers: what is copied refers to what is copied, and the foreign keys held for the day it was copied from
            cursor.execute(
                "set session_replication_role = replica; set maintenance_work_mem = '512MB'; set synchronous_commit = off"
            )
        tables = daily_tables(connection)
        for done, back in enumerate(range(since, until + 1)):
            for table in tables:
                if table.key is None and back <= KEPT_DAYS.get(table.name, MOST_DAYS):
                    _copy_day(connection, table, table.identifier, back)
            if done % 10 == 9:
                connection.commit()
                progress(f"{done + 1} of {until - since + 1} days: articles, keys and ledgers")
        for month in _months(since, until):
            for table in tables:
                if table.key is not None and (with_marts or not table.name.startswith("mart.")):
                    _fill_month(connection, table, month, range(since, until + 1))
            connection.commit()
            progress(f"{month:%Y-%m}: revisions, tags and marts")
    settle(settings)


def settle(settings: Settings) -> None:
    """Vacuum and analyse, as autovacuum does in its own time: it would do it in the middle of a measurement."""
    connection = psycopg2.connect(settings.dsn)
    connection.autocommit = True  # VACUUM runs outside of transactions
    with closing(connection), connection.cursor() as cursor:
        cursor.execute("set maintenance_work_mem = '512MB'")
        cursor.execute("vacuum (freeze, analyze)")
        cursor.execute("checkpoint")


# ---- one day ---------------------------------------------------------------------------------------------------------


def _invent_reference(connection: Connection) -> None:
    """Outlets, feeds and entities that only the benchmark has."""
    outlets = [
        (o.outlet_id, f"Invented {o.outlet_id}", f"https://{o.domain}/", o.domain, o.language, o.quote_characters, True)
        for o in invented.outlets()
    ]
    columns = ("outlet_id", "name", "homepage_url", "domain", "language", "quote_characters", "is_link_required")
    copy_rows(connection, "ref.outlet", columns, outlets)
    feeds = [
        (feed, o.outlet_id, f"https://{o.domain}/{feed}", ids.sha256(feed), ids.shard_of(o.domain, SHARDS), o.language)
        for o in invented.outlets()
        for feed in o.feeds
    ]
    copy_rows(connection, "ref.feed", ("feed_id", "outlet_id", "url", "url_sha", "shard", "language"), feeds)
    after = loading.midnight(LAST_DAY + timedelta(days=1))
    copy_rows(connection, "ops.feed_state", ("feed_id", "next_poll_at", "last_polled_at"), [(f[0], after, after) for f in feeds])
    known = [(entity_id, name, kind) for entity_id, name, kind in invented.entities() if entity_id]
    copy_rows(connection, "ref.entity", ("entity_id", "name", "kind"), known)


def _invent_polls(connection: Connection, day: date) -> None:
    columns = ("feed_id", "polled_at", "outcome", "http_status", "entry_count", "new_count")
    moments = [loading.midnight(day) + n * timedelta(days=1) / POLLS for n in range(POLLS)]
    rows = [
        (feed, at, "changed" if n % 3 else "not_modified", 200 if n % 3 else 304, 30, 2 * (n % 3))
        for outlet in invented.outlets()
        for feed in outlet.feeds
        for n, at in enumerate(moments)
    ]
    copy_rows(connection, "ops.feed_poll", columns, rows)


def _invent_groups(connection: Connection, day: date) -> None:
    """Twelve articles a story, and one article in twelve an agency's that another outlet copied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select article_id from core.article where covers_on = %s and title is not null order by canonical_url", (day,)
        )
        articles = [article_id for (article_id,) in cursor.fetchall()]
    stories = [articles[n : n + 12] for n in range(0, len(articles) * 2 // 5, 12)]
    at, names = loading.midnight(day), [f"invented-{day:%Y%m%d}-{n}" for n in range(len(stories))]
    columns = ("story_id", "title", "first_seen_at", "last_seen_at", "article_count", "outlet_count")
    copy_rows(
        connection, "core.story", columns, [(n, "A story", at, at, len(s), len(s)) for n, s in zip(names, stories, strict=True)]
    )
    members = [(article_id, name) for name, story in zip(names, stories, strict=True) for article_id in story]
    copy_rows(connection, "core.story_article", ("article_id", "story_id"), members)
    pairs = [(articles[n], articles[n + 1]) for n in range(0, len(articles) - 1, 12)]
    copies = [(str(origin), origin, True, 1.0) for origin, _ in pairs] + [
        (str(origin), copy, False, 0.8) for origin, copy in pairs
    ]
    copy_rows(connection, "core.copy_group", ("copy_group_id", "article_id", "is_origin", "share"), copies)


def _keep_base(connection: Connection) -> None:
    """Set the last day aside as what is copied, and let new ids begin after those of all copies."""
    with connection.cursor() as cursor:
        cursor.execute("create schema base")
        for table in daily_tables(connection):
            columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
            statement = sql.SQL("create unlogged table {} as select {} from {}")
            cursor.execute(statement.format(table.source, columns, table.identifier))
        cursor.execute(
            """
            select setval(pg_get_serial_sequence(format('%%I.%%I', table_schema, table_name), column_name), %s)
            from information_schema.columns where is_identity = 'YES' and table_schema in ('core', 'ops', 'mart')
            """,
            ((MOST_DAYS + 1) * STRIDE,),
        )


# ---- many days -------------------------------------------------------------------------------------------------------


def daily_tables(connection: Connection) -> list[Table]:
    """The tables of core, mart and ops that have rows of the last day, those without partitions first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select n.nspname || '.' || c.relname,
                   (select jsonb_object_agg(attname, atttypid::regtype::text order by attnum) from pg_attribute
                    where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = ''),
                   substring(pg_get_partkeydef(c.oid) from 'RANGE \\((\\w+)\\)')
            from pg_class as c inner join pg_namespace as n on c.relnamespace = n.oid
            where n.nspname in ('core', 'mart', 'ops') and c.relkind in ('r', 'p') and not c.relispartition
            order by c.relkind = 'p', c.oid
            """
        )
        found = [Table(*row) for row in cursor.fetchall()]
        return [table for table in found if table.name not in NOT_OF_A_DAY and _has_rows(cursor, table)]


def _has_rows(cursor: Any, table: Table) -> bool:
    cursor.execute(sql.SQL("select exists (select 1 from {})").format(table.identifier))
    return bool(cursor.fetchone()[0])


def _moved(table: Table, column: str, type_name: str) -> sql.Composable:
    """What a column of a copy holds: keys, addresses, ids and times that are that day's own, the rest as it is."""
    name = sql.Identifier(column)
    address = sql.SQL("replace({}, %(token)s, %(new_token)s)")
    match (f"{table.name}.{column}", type_name):
        case ("core.article_key.key_sha", _):
            text = address.format(sql.Identifier("key_text"))
            return sql.SQL(f"case kind when 'url' then {_URL_KEY} else {_GUID_KEY} end").format(text)
        case ("ops.entry.key_sha", _):
            return sql.SQL("sha256(convert_to({}, 'UTF8'))").format(address.format(sql.Identifier("guid")))
        case (_, "bytea") if column == "url_sha":
            return sql.SQL(_URL_KEY).format(address.format(sql.Identifier("url")))
        case (_, "bigint") if column.endswith("_id"):
            return sql.SQL("{} + %(back)s * %(stride)s").format(name)
        case ("core.copy_group.copy_group_id", _):
            return sql.SQL("({}::bigint + %(back)s * %(stride)s)::text").format(name)
        case (_, "text") if column in {"story_id", "event_id"}:
            return sql.SQL("{} || '-' || %(back)s").format(name)
        case (_, "text") if column in {"url", "canonical_url", "key_text", "guid", "link"}:
            return address.format(name)
        case (_, "date"):
            return sql.SQL("{} - %(back)s").format(name)
        case (_, "timestamp with time zone"):
            return sql.SQL("{} - %(back)s * interval '24 hours'").format(name)
        case _:
            return name


def _copy_day(connection: Connection, table: Table, target: sql.Composable, back: int, where: str = "", **bounds: object) -> None:
    """Insert the copy of the last day that lies `back` days before it into `target`."""
    statement = sql.SQL("insert into {} ({}) overriding system value select {} from {} " + where).format(
        target,
        sql.SQL(", ").join(map(sql.Identifier, table.columns)),
        sql.SQL(", ").join(_moved(table, column, kind) for column, kind in table.columns.items()),
        table.source,
    )
    day = LAST_DAY - timedelta(days=back)
    tokens = {"token": f"/{LAST_DAY:%Y/%m/%d}/", "new_token": f"/{day:%Y/%m/%d}/"}
    with connection.cursor() as cursor:
        cursor.execute(statement, {"back": back, "stride": STRIDE, **tokens, **bounds})


def _fill_month(connection: Connection, table: Table, month: date, backs: Sequence[int]) -> None:
    """Copy the days that fall into a month: into its partition where there is one, else into a table that then becomes it."""
    schema, name = table.name.split(".")
    partition = sql.Identifier(schema, f"{name}_y{month:%Y}m{month:%m}")
    following = (month + timedelta(days=31)).replace(day=1)
    is_there = loading.value(connection, "select to_regclass(%s) is not null", partition.as_string(connection))
    with connection.cursor() as cursor:
        if not is_there:
            like = "create table {} (like {} including defaults including constraints including storage including compression)"
            cursor.execute(sql.SQL(like).format(partition, table.identifier))
            cursor.execute(sql.SQL("alter table {} owner to media_monitor_owner").format(partition))
    key = sql.SQL("{} - %(back)s").format(sql.Identifier(str(table.key))).as_string(connection)
    for back in (back for back in backs if back <= KEPT_DAYS.get(table.name, MOST_DAYS)):
        if month - timedelta(days=2) <= LAST_DAY - timedelta(days=back) <= following + timedelta(days=2):
            where = f"where {key} >= %(first)s and {key} < %(following)s"
            _copy_day(connection, table, partition, back, where, first=month, following=following)
    if not is_there:
        with connection.cursor() as cursor:
            attach = sql.SQL("alter table {} attach partition {} for values from (%s) to (%s)").format(
                table.identifier, partition
            )
            cursor.execute(attach, (month, following))


def _months(since: int, until: int) -> Iterator[date]:
    """First days of the months of these days, and of the day before and after, newest first."""
    days = (LAST_DAY - timedelta(days=back) for back in range(since - 1, until + 2))
    return iter(dict.fromkeys(day.replace(day=1) for day in days))
