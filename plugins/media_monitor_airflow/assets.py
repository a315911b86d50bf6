"""The assets that join the live DAGs. An event says that there may be work; the work itself is found in the warehouse."""

from airflow.sdk import Asset

ENTRIES = Asset(name="media_monitor.entries", uri="x-media-monitor://entries")
"""New or changed feed entries: pages are due."""

PAGES = Asset(name="media_monitor.pages", uri="x-media-monitor://pages")
"""A new archive object of fetched pages."""

COVERAGE_DAY = Asset(name="media_monitor.coverage_day", uri="x-media-monitor://coverage-day")
"""Partitioned by publication day (YYYY-MM-DD): marts of that day are older than core."""
