"""Writes a plot as SVG: several series over one axis of numbers, both axes logarithmic, readable in light and dark."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 720, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 24, 96, 62
_STEP = 22
"""Pixels from a line of the legend to the next."""
_LOOKS = (("#0072b2", "#56b4e9"), ("#d55e00", "#ff9f52"), ("#009e73", "#2fd6a5"), ("#a0449a", "#e59be0"))
"""Of each series: its colour on white, and on black; told apart by those who see fewer colours too."""
_DASHES = ("", "8 4", "2 4", "10 4 2 4")
_STYLE = """text{{font:14px sans-serif;fill:#1f2328}}.title{{font-size:17px;font-weight:bold}}.paper{{fill:#fff}}
.grid{{stroke:#d0d7de}}.axis{{stroke:#1f2328}}.line{{fill:none;stroke-width:2.5}}{light}
@media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}.paper{{fill:#0d1117}}.grid{{stroke:#30363d}}.axis{{stroke:#e6edf3}}{dark}}}"""

type Points = Sequence[tuple[float, float]]


class _Axis:
    """A logarithmic axis between two powers of ten, and where its values lie in pixels."""

    def __init__(self, values: Sequence[float], begin: float, end: float) -> None:
        self.low, self.high = floor(log10(min(values))), ceil(log10(max(values)))
        self.high = max(self.high, self.low + 1)
        self._begin, self._end = begin, end

    def at(self, value: float) -> float:
        """The pixel of a value."""
        share = (log10(value) - self.low) / (self.high - self.low)
        return round(self._begin + share * (self._end - self._begin), 1)

    @property
    def ticks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def told(value: float) -> str:
    """A tick's number: `0.1`, `10`, `1,000`."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def plotted(title: str, across: str, up: str, series: Mapping[str, Points]) -> str:
    """The SVG. `across` and `up` label the axes with their units; all values are above 0, and there are four series at most.

    Raises ValueError for other values, for nothing to plot, and for more series.
    """
    points = [point for one in series.values() for point in one]
    if not points or len(series) > len(_LOOKS) or min(min(point) for point in points) <= 0:
        raise ValueError("one to four series of values above 0 can be plotted")
    top = _TOP + _STEP * (len(series) - 1)
    height = _HEIGHT + top - _TOP
    x = _Axis([point[0] for point in points], _LEFT, _WIDTH - _RIGHT)
    y = _Axis([point[1] for point in points], height - _BOTTOM, top)
    drawn = [_text(_LEFT, 30, title, "title"), *_grid(x, y, top, height), *_labels(across, up, top, height)]
    for number, (name, one) in enumerate(series.items()):
        drawn += _series(number, name, [(x.at(a), y.at(b)) for a, b in one])
    light, dark = (
        "".join(f".s{number}{{stroke:{look[way]}}}.d{number}{{fill:{look[way]}}}" for number, look in enumerate(_LOOKS))
        for way in (0, 1)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE.format(light=light, dark=dark)}</style>\n"
        f'<rect class="paper" width="{_WIDTH}" height="{height}"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start", *, turned: bool = False) -> str:
    turn = f' transform="rotate(-90 {x} {y})"' if turned else ""
    return f'<text x="{x}" y="{y}" class="{kind}" text-anchor="{anchor}"{turn}>{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _grid(x: _Axis, y: _Axis, top: int, height: int) -> list[str]:
    """Lines and numbers at the powers of ten, and the axes."""
    right, bottom = _WIDTH - _RIGHT, height - _BOTTOM
    across = [_line(x.at(tick), top, x.at(tick), bottom, "grid") for tick in x.ticks]
    across += [_text(x.at(tick), bottom + 20, told(tick), anchor="middle") for tick in x.ticks]
    up = [_line(_LEFT, y.at(tick), right, y.at(tick), "grid") for tick in y.ticks]
    up += [_text(_LEFT - 8, y.at(tick) + 5, told(tick), anchor="end") for tick in y.ticks]
    return [*across, *up, _line(_LEFT, top, _LEFT, bottom, "axis"), _line(_LEFT, bottom, right, bottom, "axis")]


def _labels(across: str, up: str, top: int, height: int) -> list[str]:
    middle = (top + height - _BOTTOM) / 2
    return [
        _text((_LEFT + _WIDTH - _RIGHT) / 2, height - 16, across, anchor="middle"),
        _text(22, middle, up, anchor="middle", turned=True),
    ]


def _series(number: int, name: str, at: Points) -> list[str]:
    """A line with a dot at each value, and its name in the legend."""
    legend = 56 + _STEP * number
    dash = f' stroke-dasharray="{_DASHES[number]}"' if _DASHES[number] else ""
    path = " ".join(f"{x},{y}" for x, y in at)
    return [
        f'<polyline class="line s{number}"{dash} points="{path}"/>',
        *(f'<circle class="d{number}" cx="{x}" cy="{y}" r="4.5"/>' for x, y in at),
        f'<polyline class="line s{number}"{dash} points="{_LEFT},{legend} {_LEFT + 36},{legend}"/>',
        _text(_LEFT + 44, legend + 5, name),
    ]
