"""Pages that a parser would need the square of their size for."""

from datetime import datetime
from time import process_time

import pytest

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.labels import pairs
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.signs import signs
from custom_components.japan_mobile.carriers.survey import survey_of
from tests.carriers.paging import page

HARD = {
    "marking": "".join(f"<b id={number}><p>" for number in range(50_000)),
    "blocks": "<div>" * 200_000,
    "options": "<select>" + "<option selected>2GB" * 50_000,
}
EASY = {
    "marking": "<p><b>残量</b> <i>3GB</i></p>" * 500,
    "blocks": "<div><ul><li>残量</li></ul></div>" * 500 + "<div>" * 100,
    "options": "<select>" + "<option>1" * 1900 + "</select><select><option>2</select>",
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
        pairs(page("<p>残量：3GB</p>" * 20_000))
    assert caught.value.missing == ("so many figures",)
    assert process_time() - began < 1
    assert len(pairs(page("".join(f"<p>残量{number}は：3GB</p>" for number in range(3000))))) == 3000


DEEP = {
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
    assert survey_of(doc, now).figures is not None
    assert process_time() - began < 1.5
