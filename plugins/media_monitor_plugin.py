"""Registers media monitor with Airflow: the only file that the plugin loader sees (`.airflowignore` hides the package)."""

from __future__ import annotations

from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

URL_PREFIX = "/media-monitor"


class MediaMonitorPlugin(AirflowPlugin):
    """The briefing in the navigation of Airflow's web interface."""

    name = "media_monitor"
    external_views: ClassVar[list[Any]] = [
        {
            "name": "Media monitor",
            # Without a leading slash: the interface may itself be served below a path.
            "href": URL_PREFIX.lstrip("/") + "/",
            "destination": "nav",
            "url_route": "media-monitor",
        }
    ]

    @property
    def fastapi_apps(self) -> list[Any]:
        """The web pages. A property, for every worker loads plugins, and the imports for pages take 1.3 s."""
        from media_monitor_airflow.ui import app

        return [{"app": app, "url_prefix": URL_PREFIX, "name": "Media monitor"}]
