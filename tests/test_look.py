"""The frontend's files: nothing that a user typed becomes markup, nothing is asked for outside, and a new version has a new address."""

from pathlib import Path
import re

import pytest

from custom_components.japan_mobile import look
from custom_components.japan_mobile.carriers.model import BucketKind

FILES = sorted((Path(look.__file__).parent / "frontend").glob("*.js"))
MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|javascript:"
)
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/2000/svg)[^\"'` ]+")
DOCUMENTATION = "https://github.com/japan-mobile/ha-japan-mobile/blob/main/docs/dashboard.md"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.name))
def test_files_keep_the_rules(file: Path) -> None:
    text = file.read_text()
    assert not MARKUP.search(text)
    assert set(OUTSIDE.findall(text)) <= {DOCUMENTATION}
    assert all(name.startswith("./") for name in re.findall(r"from \"([^\"]+)\"", text))


def test_there_are_files() -> None:
    assert {"japan-mobile.js", "line-card.js", "family-card.js", "strategy.js"} <= {file.name for file in FILES}


def test_another_version_has_another_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = look.fingerprint()
    assert before == look.fingerprint()
    for file in FILES:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(look, "_FOLDER", tmp_path)
    assert look.fingerprint() == before
    (tmp_path / "bars.js").write_text("// another one")
    assert look.fingerprint() != before


def test_every_word_is_used() -> None:
    """Nobody translates what is never shown. What is left is called by its kind."""
    words = (FILES[0].parent / "words.js").read_text()
    english = words[words.index("  en: {") : words.index("  ja: {")]
    keys = set(re.findall(r"(\w+): \"", english))
    code = "".join(file.read_text() for file in FILES if file.name != "words.js")
    assert len(keys) > 50
    assert {key for key in keys if f'"{key}"' not in code} <= {kind.value for kind in BucketKind}
