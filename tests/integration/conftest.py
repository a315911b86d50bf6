"""What is made once for all integration tests: the history of the schema, and the sample newsroom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from history import History
from played_newsroom import Round, played

from conftest import Clones
from media_monitor.local.postgres import Server


@pytest.fixture(scope="session")
def history(postgres: Server) -> History:
    """The warehouse at each of its revisions, with rows in it."""
    return History(postgres)


@pytest.fixture(scope="session")
def newsroom(clones: Clones, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Round]:
    """The sample newsroom after its first round. What a test changes in it, it puts back."""
    with played(clones, Path(tmp_path_factory.mktemp("newsroom"))) as found:
        yield found
