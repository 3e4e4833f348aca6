"""Licences and known flaws: what is found, what is allowed, and a database that cannot be asked."""

from email.message import Message
from importlib.metadata import metadata
import io
import json
from pathlib import Path
import subprocess
from typing import Any
from urllib.error import URLError

from audit import __main__ as audit
import pytest

ROOT = Path(__file__).parents[2]


def package(**told: str) -> Any:
    """What a package says of itself."""
    message = Message()
    for name, value in told.items():
        message[name.replace("_", "-")] = value
    return message


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ({"License_Expression": "Apache-2.0 AND MIT"}, "Apache-2.0 AND MIT"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "BSD License"}, "BSD-3-Clause"),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT License"),
        ({}, "?"),
    ],
)
def test_licences(told: dict[str, str], wanted: str) -> None:
    assert audit.licence(package(**told)) == wanted


def test_what_is_not_allowed() -> None:
    assert audit.parts_of("(Apache-2.0 OR MIT) AND PSF-2.0") <= audit.ALLOWED
    for expression in ("GPL-3.0-only", "MIT AND SSPL-1.0", "?"):
        assert not audit.parts_of(expression) <= audit.ALLOWED


def test_what_is_built_in() -> None:
    """By what a package says of itself under a heading of its description; what its expression names already is not repeated."""
    said = "# p\n\n## License\n\n* engine — [{}](https://example.org)\n* p - [MIT](https://example.org)\n\n## More\n\n* q - [X](y)\n"
    for told, unallowed in (("Apache-2.0 license", set()), ("SSPL-1.0", {"SSPL-1.0"})):
        one = package(License_Expression="MIT", Description=said.format(told))
        assert audit.built_in(one) == {"engine": told.split()[0]}
        assert audit.unallowed(one) == unallowed
    assert audit.built_in(package(License="MIT", Description="# p\n\nNothing")) == {}


def test_the_parser_has_an_engine_with_a_licence_of_its_own() -> None:
    """Of the true package, in the list as it is."""
    assert audit.built_in(metadata("selectolax")) == {"lexbor engine": "Apache-2.0"}
    [row] = [row for row in audit.LIST.read_text().splitlines() if "| selectolax |" in row]
    assert "| MIT; with lexbor engine: Apache-2.0 |" in row


def test_flaws_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each package and its version is asked for, and what is known against one fails the check."""
    asked: list[Any] = []

    def answer(request: Any, timeout: float) -> io.BytesIO:
        asked.extend(json.loads(request.data)["queries"])
        assert timeout > 0
        results: list[Any] = [{} for _ in asked]
        results[1] = {"vulns": [{"id": "GHSA-test"}]}
        return io.BytesIO(json.dumps({"results": results}).encode())

    monkeypatch.setattr(audit, "urlopen", answer)
    monkeypatch.setattr("sys.argv", ["audit"])
    assert audit.main() == 1
    assert {one["package"]["name"]: one["version"] for one in asked} == {
        name: version for name, (version, _) in audit.packages().items()
    }
    assert "GHSA-test" in capsys.readouterr().out


@pytest.mark.parametrize("err", [OSError("no route"), URLError("no route"), ValueError("no route")])
def test_nobody_to_ask_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], err: Exception
) -> None:
    """Neither a finding nor silence, and it is told in the last line too."""

    def refuse(*_: Any, **__: Any) -> None:
        raise err

    monkeypatch.setattr(audit, "urlopen", refuse)
    monkeypatch.setattr("sys.argv", ["audit"])
    assert audit.main() == audit.UNASKED
    told = capsys.readouterr().out
    assert f"WARNING: known flaws were not looked up: {audit.OSV} could not be asked (no route)." in told
    assert told.splitlines()[-1].endswith("0 findings; known flaws were not looked up")


def test_a_finding_fails_also_where_nobody_can_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(audit, "urlopen", refuse)
    monkeypatch.setattr(audit, "ALLOWED", frozenset())
    monkeypatch.setattr("sys.argv", ["audit"])
    assert audit.main() == 1


@pytest.mark.parametrize(
    ("audited", "others", "status", "last"),
    [
        (0, 0, 0, "All clean"),
        (audit.UNASKED, 0, 0, "All clean, as far as known: known flaws were not looked up (see above)"),
        (1, 0, 1, "Not clean: audit"),
        (audit.UNASKED, 1, 1, "Not clean: ruff check,ruff format,mypy,checks,docs,reliability"),
    ],
)
def test_the_end_of_the_lint_says_so(tmp_path: Path, audited: int, others: int, status: int, last: str) -> None:
    """With a stand-in for the interpreter, in a tree of its own that has the command alone."""
    (tmp_path / "script" / "lib").mkdir(parents=True)
    (tmp_path / "script" / "lint").write_text((ROOT / "script" / "lint").read_text())
    python = tmp_path / "python"
    python.write_text(f'#!/bin/bash\n[[ "$*" == "-m audit" ]] && exit {audited}\nexit {others}\n')
    python.chmod(0o755)
    (tmp_path / "script" / "lib" / "env.sh").write_text(
        f'ROOT={tmp_path}\nsay() {{ echo "$*" >&2; }}\nenvironment() {{ echo {python}; }}\n'
    )
    done = subprocess.run(["bash", tmp_path / "script" / "lint"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (status, last)
