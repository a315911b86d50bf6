"""Media monitor: feeds in, attributed and checked articles out. This package knows no Airflow."""

__version__ = "0.1.0"
