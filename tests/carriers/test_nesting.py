"""Pages that a parser would need the square of their size for."""

from datetime import datetime
import json
from time import process_time

import pytest

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.labels import pairs
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.signs import signs
from custom_components.japan_mobile.carriers.skeleton import skeleton
from custom_components.japan_mobile.carriers.survey import survey_of
from tests.carriers.paging import page

HARD = {
    "marking": "".join(f"<b id={number}><p>" for number in range(50_000)),
    "blocks": "<div>" * 200_000,
    "options": "<select>" + "<option selected>2GB" * 50_000,
    "elements": "<b>" + "<o>>" * 150_000,
}
EASY = {
    "marking": "<p><b>残量</b> <i>3GB</i></p>" * 500,
    "blocks": "<div><ul><li>残量</li></ul></div>" * 500 + "<div>" * 100,
    "options": "<select>" + "<option>1" * 1900 + "</select><select><option>2</select>",
    "elements": "<b>" + "<o>>" * 200 + "<x-y><span>3GB</span></x-y><svg><path d=''/><rect/></svg>" * 5000,
}


@pytest.mark.parametrize("what", HARD)
def test_what_takes_too_long_is_refused(what: str) -> None:
    """By name, at once: the parser would take minutes."""
    began = process_time()
    with pytest.raises(LayoutChanged) as caught:
        Document(page(HARD[what]))
    assert caught.value.missing == (f"so many {what}",)
    assert process_time() - began < 0.5


@pytest.mark.parametrize("what", EASY)
def test_what_is_closed_is_read(what: str) -> None:
    assert Document(page(EASY[what])).lines


def test_thousands_of_figures_are_refused() -> None:
    """By name, before each of them is looked at."""
    began = process_time()
    with pytest.raises(LayoutChanged) as caught:
        pairs(page("<p>残量：3GB</p>" * 60_000))
    assert caught.value.missing == ("so many figures",)
    assert process_time() - began < 4
    assert len(pairs(page("".join(f"<p>残量{number}は：3GB</p>" for number in range(3000))))) == 3000


def test_a_list_of_calls_and_a_dictionary_of_texts_are_read() -> None:
    """A month of calls has thousands of figures, and the texts of a page thousands of entries."""
    calls = (
        "<table><tr><th>日時<th>相手<th>時間<th>料金<th>割引"
        + "<tr><td>11/9<td>A<td>3分<td>12円<td>-2円" * 900
        + "</table>"
    )
    texts = json.dumps({f"text.{number}": f"文{number}" for number in range(4100)})
    shown = pairs(page(f"<p>データ残量：3.25GB</p>{calls}<script>window.texts={texts}</script>"))
    assert [pair.text for pair in shown if pair.label == "データ残量"] == ["3.25GB"]


DEEP = {
    "notes": "<sup>" + "<span>" * 200 + "<i>3GB</i>x" * 8000,
    "names": "".join(f"<x{number}>1</x{number}>" for number in range(8000)),
    "headings": "<h2>" + "<b>" * 50 + "<p>1GB</p><dl><dt>使用量</dt><dd>1GB</dd></dl>" * 1200,
    "fields": "<form><label>" + "<div>" * 150 + "<input name=a><p>2026年10月1日〜10月31日</p>" * 1400,
    "moments": "<p>残量</p><p>3.25GB</p><p>2026年10月1日〜10月31日</p>" * 900,
}


@pytest.mark.parametrize("what", DEEP)
def test_what_stands_in_or_beside_much(what: str) -> None:
    """Each takes less than half a second, where it took up to twenty, as each figure looked at all of the rest."""
    doc, now = Document(page(DEEP[what])), datetime(2026, 11, 10, 12, tzinfo=TOKYO)
    began = process_time()
    signs(doc, now=now)
    assert skeleton(doc)
    assert survey_of(doc, now).figures is not None
    assert process_time() - began < 1.5
