"""The briefing in Airflow's web interface, for whoever is logged in there.

Airflow does not guard the routes of a plugin: `app` guards all of its own, those to come included. Only the API server imports
this module.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from airflow.api_fastapi.core_api.security import get_user
from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from media_monitor.report.briefing import content_policy, style
from media_monitor.settings import Settings

NOTHING_YET = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>No briefing yet</title>
<style>{style}</style>
<h1>No briefing yet</h1>
<p>The DAG build_reports writes it as soon as articles are published. If build_reports has run, then the workers and the API
server do not share the folder that MEDIA_MONITOR_VAR names.</p>
"""

# The interactive documentation would be routes without a guard.
app = FastAPI(title="Media monitor", dependencies=[Depends(get_user)], docs_url=None, redoc_url=None, openapi_url=None)


@app.middleware("http")
async def secured(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Every response, refusals too, with the headers that keep a page of strangers' texts harmless."""
    response = await call_next(request)
    response.headers["Content-Security-Policy"] = f"{content_policy()}; frame-ancestors 'self'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@app.get("/", response_class=HTMLResponse)
def briefing() -> str:
    """The newest briefing, or what to do to get one."""
    try:
        return Settings.from_env().briefing.read_text("utf-8")
    except FileNotFoundError:
        return NOTHING_YET.format(style=style())
