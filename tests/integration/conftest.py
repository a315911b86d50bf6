"""What the tests of migrations have in common."""

from __future__ import annotations

import pytest
from history import History

from media_monitor.local.postgres import Server


@pytest.fixture(scope="session")
def history(postgres: Server) -> History:
    """The warehouse at each of its revisions, with rows in it."""
    return History(postgres)
