"""Licences and known flaws: what is found, what is allowed, and a database that cannot be asked."""

from email.message import Message
import io
import json
from typing import Any

from audit import __main__ as audit
import pytest


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


def test_nobody_to_ask_is_no_finding(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError

    monkeypatch.setattr(audit, "urlopen", refuse)
    monkeypatch.setattr("sys.argv", ["audit"])
    assert audit.main() == 0
    assert "could not be asked" in capsys.readouterr().out
