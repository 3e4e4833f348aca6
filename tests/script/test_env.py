"""Environments are made once, made anew when something changed or was interrupted, and by one command at a time."""

from collections.abc import Callable
from pathlib import Path
import re
import subprocess

import pytest

ROOT = Path(__file__).parents[2]
# Stands for uv: tells a log what it was asked for; "venv" makes what counts as an interpreter.
UV = """#!/bin/bash
echo "$1" >>"$LOG"
[[ $1 == venv ]] && mkdir -p "${@: -1}/bin" && ln -s /bin/true "${@: -1}/bin/python"
[[ $1 == pip && -e $BROKEN ]] && exit 1
exit 0
"""

type Run = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a line of shell with env.sh, in a scratch checkout whose uv and interpreter are stand-ins."""
    (tmp_path / "uv").write_text(UV)
    (tmp_path / "uv").chmod(0o755)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/test.lock.txt").write_text("a==1\n")
    set_up = f"""
        source {ROOT}/script/lib/env.sh
        ROOT={tmp_path} LOCAL={tmp_path}/.local
        export LOG={tmp_path}/log BROKEN={tmp_path}/broken
        find_uv() {{ echo {tmp_path}/uv; }}
        find_python() {{ echo /usr/bin/python3; }}
        sleep() {{ :; }}
    """

    def _run(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["bash", "-c", set_up + line], capture_output=True, text=True, timeout=30, check=False)

    return _run


def log(tmp_path: Path) -> list[str]:
    return (tmp_path / "log").read_text().split()


def test_made_once(run: Run, tmp_path: Path) -> None:
    first, second = run("environment test"), run("environment lint")
    assert first.stdout == second.stdout == f"{tmp_path}/.local/venv/test/bin/python\n"
    assert "Installing" in first.stderr
    assert second.stderr == ""
    assert log(tmp_path) == ["venv", "pip"]


def test_made_anew_after_a_change(run: Run, tmp_path: Path) -> None:
    run("environment test")
    (tmp_path / "requirements/test.lock.txt").write_text("a==2\n")
    run("environment test")
    assert log(tmp_path) == ["venv", "pip"] * 2


def test_a_linked_folder_serves_several_checkouts(run: Run, tmp_path: Path) -> None:
    """What one of them uses is not deleted by another."""
    run("environment test")
    other = f"mkdir {tmp_path}/other && cp -r {tmp_path}/requirements {tmp_path}/other && ln -s {tmp_path}/.local {tmp_path}/other/.local"
    again = run(f"{other}; ROOT={tmp_path}/other LOCAL={tmp_path}/other/.local; environment test")
    assert again.stderr == ""
    assert log(tmp_path) == ["venv", "pip"]


def test_failure_is_told_and_tried_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    failed = run("environment test")
    assert failed.returncode == 1
    assert failed.stdout == ""
    assert "could not be installed" in failed.stderr
    (tmp_path / "broken").unlink()
    assert run("environment test").returncode == 0
    assert log(tmp_path) == ["venv", "pip", "pip", "pip", "venv", "pip"]


def test_two_at_once(run: Run, tmp_path: Path) -> None:
    both = run("environment test & environment test; wait")
    assert both.stdout.split() == [f"{tmp_path}/.local/venv/test/bin/python"] * 2
    assert log(tmp_path) == ["venv", "pip"]


# Stands for a machine on which libfaketime may be missing, and its package manager.
FAKETIME = """
    find_faketime() { [[ -e $LOCAL/there ]] && echo library; }
    install_packages() { echo "$@" >>$LOG; [[ ! -e $BROKEN ]] && touch $LOCAL/there; }
"""


def test_faketime_is_installed_once(run: Run, tmp_path: Path) -> None:
    first, second = run(f"{FAKETIME} faketime"), run(f"{FAKETIME} faketime")
    assert first.stdout == second.stdout == "library\n"
    assert log(tmp_path) == ["faketime"]


def test_missing_faketime_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    failed = run(f"{FAKETIME} library=$(faketime) && echo never")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "install faketime" in failed.stderr


def test_faketime_in_an_unusual_place_is_told(run: Run) -> None:
    failed = run("find_faketime() { return 1; }; install_packages() { :; }; faketime")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "none of the usual places" in failed.stderr


def test_uv_trusts_what_the_system_trusts(run: Run) -> None:
    """Where the system has certificates at all; what the user has set stays."""
    bundles = re.findall(r"/etc/\S+\.(?:crt|pem)", (ROOT / "script/lib/env.sh").read_text())
    there = any(Path(bundle).exists() for bundle in bundles)
    assert len(bundles) >= 3
    assert run('echo "${UV_SYSTEM_CERTS:-}"').stdout == ("1\n" if there else "\n")
    again = f"UV_SYSTEM_CERTS=0; source {ROOT}/script/lib/env.sh; echo $UV_SYSTEM_CERTS"
    assert run(again).stdout == "0\n"


def test_every_script_is_sound() -> None:
    """No script has a syntax error, and each can be run."""
    scripts = [*(path for path in (ROOT / "script").iterdir() if path.is_file() and not path.suffix), ROOT / ".ci/run"]
    assert len(scripts) >= 6
    for script in (*scripts, *(ROOT / "script/lib").glob("*.sh")):
        assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert all(script.stat().st_mode & 0o111 for script in scripts)
