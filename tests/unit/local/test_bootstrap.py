"""scripts/bootstrap.py: what it reads out of the lock, when it has nothing to do, and what it says where it cannot go on."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "scripts" / "bootstrap.py"

LOCK = """\
# A header.
uv-build==9.9.9 \\
    --hash=sha256:bb
uv==1.2.3 \\
    --hash=sha256:aa \\
    --hash=sha256:ab
uvicorn==2.0.0 ; sys_platform != 'win32' \\
    --hash=sha256:cc
"""


def load(checkout: Path) -> ModuleType:
    """The script as a module, at work in `checkout`."""
    copy = checkout / "scripts" / "bootstrap.py"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(SCRIPT, copy)
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text(LOCK)
    (tmp_path / "pyproject.toml").write_text(
        '[build-system]\n[project]\nname = "x"\n[tool.hatch]\n[tool.ruff]\nline-length = 100\n'
    )
    return tmp_path


def finish(checkout: Path, bootstrap: ModuleType) -> None:
    """What a build leaves behind, as far as the next start looks at it."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").touch()
    (checkout / ".venv" / ".complete").write_text(bootstrap.digest())


def test_a_pin_is_taken_with_all_of_its_hashes_and_nothing_else(checkout: Path) -> None:
    assert load(checkout).pinned(LOCK, "uv") == "uv==1.2.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:ab\n"
    assert load(checkout).pinned(LOCK, "rye") == ""


def test_the_real_lock_pins_uv_with_hashes(checkout: Path) -> None:
    lines = load(checkout).pinned((ROOT / "requirements.lock").read_text(), "uv").splitlines()
    assert lines[0].startswith("uv==")
    assert len(lines) > 1
    assert all("--hash=sha256:" in line for line in lines[1:])


def test_a_finished_environment_is_left_alone(checkout: Path) -> None:
    bootstrap = load(checkout)
    assert not bootstrap.is_complete()
    finish(checkout, bootstrap)
    assert bootstrap.is_complete()
    assert bootstrap.main() == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda checkout: (checkout / "requirements.lock").write_text(LOCK + "new==1 \\\n    --hash=sha256:dd\n"),
        lambda checkout: (checkout / "pyproject.toml").write_text('[build-system]\n[project]\nname = "y"\n[tool.hatch]\n'),
        lambda checkout: (checkout / ".venv" / ".complete").unlink(),
        lambda checkout: (checkout / ".venv" / "bin" / "python").unlink(),
    ],
    ids=["lock", "project", "no stamp", "interpreter gone"],
)
def test_an_environment_of_another_time_is_not_complete(checkout: Path, change: object) -> None:
    bootstrap = load(checkout)
    finish(checkout, bootstrap)
    change(checkout)  # type: ignore[operator]
    assert not bootstrap.is_complete()


def test_a_linters_setting_does_not_rebuild_the_environment(checkout: Path) -> None:
    bootstrap = load(checkout)
    finish(checkout, bootstrap)
    project = checkout / "pyproject.toml"
    project.write_text(project.read_text().replace("100", "90"))
    assert bootstrap.is_complete()


def test_a_moved_checkout_is_not_complete(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    finish(checkout, load(checkout))
    moved = tmp_path_factory.mktemp("elsewhere") / "copy"
    shutil.copytree(checkout, moved)
    assert not load(moved).is_complete()


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ("global.index-url='https://mirror.example/simple'\n", {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}),
        (
            ":env:.index-url='https://a.example/'\nglobal.index-url='https://c.example/'\ninstall.index-url='https://b.example/'\n",
            {"UV_DEFAULT_INDEX": "https://a.example/"},
        ),
        ("global.cert='/etc/own.pem'\nglobal.timeout='180'\n", {"SSL_CERT_FILE": "/etc/own.pem"}),
        ("global.extra-index-url='https://mirror.example/simple'\n", {}),
        ("", {}),
    ],
)
def test_uv_is_told_of_index_and_certificates_what_pip_is_told(checkout: Path, config: str, told: dict[str, str]) -> None:
    bootstrap = load(checkout)
    bootstrap.DEBIAN_CERTIFICATES = checkout / "none"
    assert bootstrap.told_to_pip(config) == told


def test_uv_trusts_the_systems_certificates_unless_pip_is_told_of_others(checkout: Path) -> None:
    bootstrap = load(checkout)
    bootstrap.DEBIAN_CERTIFICATES = checkout / "ca.crt"
    bootstrap.DEBIAN_CERTIFICATES.touch()
    assert bootstrap.told_to_pip("") == {"SSL_CERT_FILE": str(checkout / "ca.crt")}
    assert bootstrap.told_to_pip("global.cert='/etc/own.pem'\n") == {"SSL_CERT_FILE": "/etc/own.pem"}


def test_a_second_start_waits_for_the_first_and_finds_the_work_done(checkout: Path) -> None:
    bootstrap = load(checkout)
    with (checkout / "requirements.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen([sys.executable, checkout / "scripts" / "bootstrap.py"], stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(0.5)
        finish(checkout, bootstrap)
    assert second.communicate(timeout=20)[0] == b""
    assert second.returncode == 0


def test_a_python_without_ensurepip_is_told_which_package_to_install(checkout: Path) -> None:
    load(checkout)
    # A module that cannot be imported, as on a Debian without python3-venv.
    (checkout / "ensurepip.py").write_text("raise ImportError('not here')\n")
    done = subprocess.run(
        [sys.executable, checkout / "scripts" / "bootstrap.py"],
        env={"PYTHONPATH": str(checkout), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "apt install python{}.{}-venv".format(*sys.version_info[:2]) in done.stdout
    assert not (checkout / ".venv").exists()


def test_a_failing_step_shows_the_end_of_its_output_and_leaves_no_stamp(checkout: Path) -> None:
    bootstrap = load(checkout)
    with pytest.raises(bootstrap.StepError, match=r"(?s)ended with 3:.*the reason"):
        bootstrap._run([sys.executable, "-c", "print('the reason'); raise SystemExit(3)"])
    assert not (checkout / ".venv" / ".complete").exists()


def test_children_may_write_bytecode(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    output = load(checkout)._run([sys.executable, "-c", "import sys; print(sys.dont_write_bytecode)"])
    assert output.strip() == "False"


def test_an_unfit_python_hands_over_to_one_that_fits(checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bootstrap = load(checkout)
    finish(checkout, bootstrap)
    shims = tmp_path / "shims"
    shims.mkdir()
    (shims / "python3.13").write_text("#!/bin/sh\nexit 127\n")  # a version manager's shim without a version behind it
    (shims / "python3.12").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/called\nexec {sys.executable} "$@"\n')
    for shim in shims.iterdir():
        shim.chmod(0o755)
    monkeypatch.setenv("PATH", f"{shims}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert bootstrap.main() == 0
    assert str(checkout / "scripts" / "bootstrap.py") in (tmp_path / "called").read_text()


def test_without_a_fitting_python_the_message_says_what_to_install(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap = load(checkout)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert bootstrap.main() == 2
    assert "apt install python3 python3-venv" in capsys.readouterr().out
