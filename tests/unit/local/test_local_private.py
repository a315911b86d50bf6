from __future__ import annotations

from pathlib import Path

import pytest

from media_monitor.errors import LocalError
from media_monitor.local import private


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.json"
    assert private.read(path) == {}
    private.write(path, {"port": 5})
    private.write(path, {"port": 6})
    assert private.read(path) == {"port": 6}
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]


def test_nobody_else_can_read_it_even_where_the_file_was_open_before(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{}")
    path.chmod(0o644)
    private.write(path, {"password": "x"})
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", ["{", "[1]", ""])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(content)
    with pytest.raises(LocalError, match="clean-state"):
        private.read(path)
