"""The plot of docs/performance.md: what is drawn is what was measured, and it is readable."""

from xml.etree import ElementTree as ET

import pytest

from benchmarks.plot import plotted, told

SVG = "{http://www.w3.org/2000/svg}"
SERIES = {"slow & steady": [(1, 10), (20, 100), (1000, 1000)], "fast": [(1, 1), (1000, 50)]}


@pytest.fixture
def drawn() -> ET.Element:
    """A plot."""
    return ET.fromstring(plotted("What it costs", "lines", "milliseconds", SERIES))


def words(drawn: ET.Element) -> list[str]:
    """Everything that can be read in it."""
    return [one.text or "" for one in drawn.iter(f"{SVG}text")]


def test_it_says_what_it_shows(drawn: ET.Element) -> None:
    """Title, both axes with their units, each series by its name, and the powers of ten."""
    assert drawn.findtext(f"{SVG}title") == "What it costs"
    assert {"What it costs", "lines", "milliseconds", *SERIES} < {*words(drawn)}
    assert [words(drawn).count(tick) for tick in ("1", "10", "100", "1,000")] == [2, 2, 2, 2]


def test_a_tenfold_is_as_far_everywhere(drawn: ET.Element) -> None:
    """Both axes are logarithmic: from 1 to 1,000 is the whole width, from 10 to 100 a third of the height."""
    dots = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in drawn.iter(f"{SVG}circle")]
    assert len(dots) == 5
    (x1, y1), (_, y2), (x3, y3), (x4, y4), _ = dots
    assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
    assert y4 - y1 == pytest.approx(y1 - y2, abs=0.2)
    assert x1 == x4 < x3
    ends = [float(one.attrib["x1"]) for one in drawn.iter(f"{SVG}line") if one.attrib["class"] == "grid"]
    assert (min(ends), max(ends)) == (x1, x3)


def test_all_of_it_is_inside(drawn: ET.Element) -> None:
    _, _, width, height = map(float, drawn.attrib["viewBox"].split())
    for one in (*drawn.iter(f"{SVG}circle"), *drawn.iter(f"{SVG}text")):
        x, y = float(one.get("cx") or one.attrib["x"]), float(one.get("cy") or one.attrib["y"])
        assert 0 < x < width
        assert 0 < y < height


def test_it_has_colours_for_a_dark_page(drawn: ET.Element) -> None:
    style = drawn.findtext(f"{SVG}style") or ""
    light, dark = style.split("@media(prefers-color-scheme:dark)")
    assert all(f".{kind}{{" in part for part in (light, dark) for kind in ("paper", "grid", "axis", "s0", "s1"))
    assert len({one.get("stroke-dasharray") for one in drawn.iter(f"{SVG}polyline")}) == 2  # told apart without colours


@pytest.mark.parametrize("series", [{}, {"none": []}, {"zero": [(1, 0.0)]}, {str(one): [(1, 1)] for one in range(5)}])
def test_what_cannot_be_plotted_is_refused(series: dict[str, list[tuple[float, float]]]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        plotted("", "", "", series)


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (1, "1"), (10_000, "10,000")])
def test_ticks(value: float, text: str) -> None:
    assert told(value) == text
