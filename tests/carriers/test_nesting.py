"""Pages that a parser would need the square of their size for."""

from time import process_time

import pytest

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
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
