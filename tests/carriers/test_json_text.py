"""Halves of signs in JSON from outside: none becomes a value that could be kept, sent on or made an id of."""

import json
from pathlib import Path
import re
from typing import Any

from hypothesis import given, strategies as st
import pytest
from yarl import URL

import custom_components.japan_mobile
from custom_components.japan_mobile.carriers.cli_record import Recorder
from custom_components.japan_mobile.carriers.cli_state import read_object
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.json_text import load_json, whole
from custom_components.japan_mobile.carriers.web import Page

CODE = Path(custom_components.japan_mobile.__file__).parent
LOADS = re.compile(r"\bjson\.load|json_loads|orjson|JSONDecoder|from json\b|(?<!\bpage)(?<!\bself)\.json\(")
"""How values are made of JSON, but for a `Page`."""
SET_APART = {
    "carriers/json_text.py": "is the way itself",
    "carriers/scripts.py": "makes whole what it returns: test_half_a_sign_in_a_script",
    "carriers/person/cookies.py": "takes nothing that cannot be printed: test_what_is_refused",
}
"""Who loads JSON in another way than `load_json`, and why no half comes through there."""
WRITTEN = r'{"token": "a\ud83db", "\uDC00": ["\ud83d\ude00", "\\ud800", "\ufeff", 1e400]}'
READ = {"token": "a\ufffdb", "\ufffd": ["\U0001f600", "\\ud800", "\ufeff", float("inf")]}
SETS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be")


def page(body: bytes, **headers: str) -> Page:
    """An answer."""
    return Page(URL("https://host.example/"), 200, headers, body)


@pytest.mark.parametrize("charset", SETS)
def test_half_a_sign(charset: str) -> None:
    """It becomes U+FFFD; a whole one stays what it is, and so does what only looks like one."""
    assert page(WRITTEN.encode(charset)).json() == READ
    assert load_json(WRITTEN) == READ


def texts(content: Any) -> list[str]:
    """All texts in JSON, keys included."""
    match content:
        case dict():
            return [*content, *(text for value in content.values() for text in texts(value))]
        case list():
            return [text for value in content for text in texts(value)]
        case _:
            return [content] if isinstance(content, str) else []


ANY = st.text(st.characters(exclude_categories=()) | st.sampled_from("\ud83d\ude00\\u\ufeff"), max_size=8)


@given(
    content=st.recursive(ANY, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3)),
    charset=st.sampled_from(SETS),
)
def test_whatever_is_written(content: Any, charset: str) -> None:
    """Every text of it can be kept, and those without halves are what they were."""
    read = load_json(json.dumps(content).encode(charset))
    assert all(text.encode() for text in texts(read) if text)
    if "\ufffd" not in "".join(texts(read)):
        assert texts(read) == texts(json.loads(json.dumps(content)))


@given(text=ANY)
def test_whole(text: str) -> None:
    assert whole(text).encode().decode() == whole(whole(text))
    assert [sign for sign in whole(text) if sign < "\ud800"] == [sign for sign in text if sign < "\ud800"]


def test_half_a_sign_in_a_page() -> None:
    """No way of writing it in HTML makes one."""
    doc = Document(page(b"<p title='&#xD800;'>&#xDFFF;&#55296;</p><input value='&#xD83D;&#xDE00;'>"))
    assert {text for node in doc.nodes for text in (*node.attrs.values(), node.text)} <= {"", "\ufffd", "\ufffd\ufffd"}


def test_half_a_sign_in_a_file_of_the_command(tmp_path: Path) -> None:
    """Neither what it reads nor what it writes holds one."""
    file = tmp_path / "credentials.json"
    file.write_bytes(rb'{"password": "a\ud800"}')
    assert read_object(file, "credentials file") == {"password": "a\ufffd"}
    Recorder(tmp_path / "record")(page(rb'{"name": "\ud800", "\udfff": 1}', **{"Content-Type": "text/json\udc82"}))
    Recorder(tmp_path / "other")(page(b'{"name": "\xed\xa0\x80"}'))
    [told] = (tmp_path / "record").iterdir()
    assert "text/json\ufffd" in told.read_text("utf-8")
    assert len(list((tmp_path / "other").iterdir())) == 1


def test_there_is_no_other_way_in() -> None:
    """Whoever loads JSON does so by `load_json`, or is known to let no half through."""
    for code in ("json.loads(x)", "json.load(x)", "from json import loads", "await answer.json()", "json_loads(x)"):
        assert LOADS.search(code)
    found = {file.relative_to(CODE).as_posix() for file in CODE.rglob("*.py") if LOADS.search(file.read_text("utf-8"))}
    assert found == SET_APART.keys()
