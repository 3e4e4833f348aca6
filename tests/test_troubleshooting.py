"""Every message that a person may get stands in docs/troubleshooting.md, by the words that it begins with."""

from collections.abc import Iterator
import json
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = json.loads((ROOT / "custom_components" / "japan_mobile" / "translations" / "en.json").read_text())
PAGE = " ".join((ROOT / "docs" / "troubleshooting.md").read_text().split())
HEADS = re.compile(r"\{account\}: |Nothing was taken: ")


def messages() -> Iterator[tuple[str, str]]:
    """All of them: where each stands in the translations, and its text."""
    config, line = TEXTS["config"], TEXTS["config_subentries"]["line"]
    for kind, texts in {"error": config["error"], "abort": config["abort"], "line": line["error"]}.items():
        yield from ((f"{kind}.{key}", text) for key, text in texts.items())
    yield from ((f"exceptions.{key}", one["message"]) for key, one in TEXTS["exceptions"].items())
    yield from ((f"issues.{key}", one["title"]) for key, one in TEXTS["issues"].items())


def beginning(text: str) -> re.Pattern[str]:
    """How the page quotes a text: its first words, up to a stop or a bracket, whatever stands for names."""
    first = re.split(r"[.,:(]", HEADS.sub("", text), maxsplit=1)[0].strip()
    assert len(first) > 10, first
    return re.compile(".{1,40}?".join(re.escape(piece) for piece in re.split(r"\{\w+\}", first)))


@pytest.mark.parametrize("text", [pytest.param(text, id=key) for key, text in messages()])
def test_a_message_is_explained(text: str) -> None:
    assert beginning(text).search(PAGE), f"docs/troubleshooting.md does not say “{text}”"
