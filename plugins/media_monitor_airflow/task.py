"""How a task calls the library: settings from the connection, errors in one line, retries only where they can help."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from airflow.sdk import Connection, ExceptionRetryPolicy, RetryAction, RetryRule
from airflow.sdk.exceptions import AirflowNotFoundException

from media_monitor.errors import MediaMonitorError
from media_monitor.model import StageReport
from media_monitor.settings import Settings

CONNECTION_ID = "media_monitor"
LIVE_POOL = "media_monitor_live"
BACKFILL_POOL = "media_monitor_backfill"

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "media-monitor",
    "retries": 2,
    "retry_delay": timedelta(seconds=30),
    "execution_timeout": timedelta(hours=1),
    # A stage that ran and failed has stored what it found; running it again at once would only repeat the requests.
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(exception="media_monitor.errors.StageFailed", action=RetryAction.FAIL, reason="the stage ran to its end")
        ]
    ),
}


def settings() -> Settings:
    """Settings of this installation; the warehouse is the Airflow connection `media_monitor` where there is one."""
    from dataclasses import replace

    try:
        connection = Connection.get(CONNECTION_ID)
    except AirflowNotFoundException:
        return Settings.from_env()
    login = f"{quote(connection.login or '', safe='')}:{quote(connection.password or '', safe='')}"
    dsn = f"postgresql://{login}@{connection.host}:{connection.port or 5432}/{connection.schema or ''}"
    options = urlencode(connection.extra_dejson)  # sslmode and the like
    return replace(Settings.from_env(), dsn=f"{dsn}?{options}" if options else dsn)


def call(stage: Callable[..., Any], *arguments: Any) -> Any:
    """Run `stage(settings, *arguments)`. A report comes back as its counts; an error as one line, without a wall of frames."""
    try:
        result = stage(settings(), *arguments)
    except MediaMonitorError as error:
        raise error.with_traceback(None) from None
    return result.counts if isinstance(result, StageReport) else result
