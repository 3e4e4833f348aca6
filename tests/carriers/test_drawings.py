"""Lists in drawings, which the parser cannot have: no page ends the process, and other drawings stay as they are."""

import subprocess
import sys
from time import process_time

import pytest

from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.drawings import without_foreign_lists

from .paging import page

LIST = "<select><option selected>x</option>y"
FOREIGN = (
    f"<svg>{LIST}",
    f"<SVG\n>{LIST}",
    f"<svg/>{LIST}<svg>{LIST}",
    f"<math>{LIST}",
    f"<svg><title></svg>{LIST}",
    f"<svg><foreignObject><div></svg></div></foreignObject>{LIST}",
    f"<svg><!-- </svg> -->{LIST}",
    f'<svg a="></svg>">{LIST}',
    f"<svg a='><g></svg>'>{LIST}",
    f'<svg><g a="></svg>">{LIST}',
    f'<svg><g a=x"></svg>">{LIST}',
    f"<svg></svg><svg><g>{LIST}",
)
ICON = '<svg class="i" viewBox="0 0 9 9" aria-hidden=true><g fill=\'none\'><path d="M0 0h9"/><use href="#a"></use></g> </svg>'
CRASH = """
import sys
sys.path[:0] = {path!r}
from tests.carriers.paging import page
from custom_components.japan_mobile.carriers.document import Document
for count in range(200, 500):
    Document(page("<p>" + "<i1>x</i1>" * count + {html!r}))
"""


@pytest.mark.parametrize("html", FOREIGN)
def test_no_list_stands_in_a_drawing(html: str) -> None:
    assert "<x-" in without_foreign_lists(html)
    doc = Document(page(html))
    assert not doc.tagged("svg", "math")
    assert doc.tagged("select", "x-svg", "x-math")


def test_such_a_page_does_not_end_the_process() -> None:
    """Without our care it does, for one in some hundred lengths of what stands before."""
    done = subprocess.run(
        [sys.executable, "-c", CRASH.format(path=sys.path, html=FOREIGN[0])],
        env={"MALLOC_PERTURB_": "165"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.parametrize(
    "html", [ICON * 40 + LIST, LIST + ICON, f"<svg><title>a</title>{ICON}", f"<p>svg, math</p>{LIST}"]
)
def test_drawings_beside_lists_stay_as_they_are(html: str) -> None:
    assert without_foreign_lists(html) == html


def test_what_is_in_a_drawing_is_not_shown() -> None:
    """Whatever it is called for the parser."""
    for title in ("", "<title>a</title>"):
        doc = Document(page(f"<p>1GB<svg>{title}<text>9GB</text><path d='M0'/></svg><p>3GB<form>{LIST}</form>"))
        assert "9GB" not in doc.text
        assert "3GB" in doc.text


def test_it_ends_soon() -> None:
    """Also on what is nearly a plain drawing, again and again."""
    for html in (
        "<svg " * 40_000,
        "<svg>" * 40_000,
        "<svg><g " + "a=1 " * 50_000,
        "<svg>" + "<g>" * 50_000,
        ICON[:-6] * 2_000,
    ):
        began = process_time()
        without_foreign_lists(html + "<option>")
        assert process_time() - began < 0.5
