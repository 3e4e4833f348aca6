"""How far the projected use of a month is off, for simulated lines of many habits, by the day on which it is made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from statistics import median, quantiles

from custom_components.japan_mobile.carriers.model import TOKYO, Cycle, Line, Month
from custom_components.japan_mobile.forecast import forecast

_GB = 10**9
_DAYS = (3, 5, 10, 15, 20, 25)
_MONTH = Month(2026, 10)
_BEFORE = 60


@dataclass
class Run:
    """Relative errors by the day of the month on which the forecast was made."""

    lines: int
    errors: dict[int, list[float]] = field(default_factory=dict)

    @property
    def median(self) -> dict[int, float]:
        """The error that half of the lines are below."""
        return {day: median(found) for day, found in self.errors.items()}

    @property
    def ninth(self) -> dict[int, float]:
        """The error that nine of ten lines are below."""
        return {day: quantiles(found, n=10)[8] for day, found in self.errors.items()}


def habits(chance: Random, first: date) -> dict[date, int]:
    """What somebody uses each day: a pace, weekends, moods, a trend, days at home, and now and then a film."""
    pace = _GB * chance.lognormvariate(-1.2, 0.8)
    weekend = chance.uniform(0.4, 2.5)
    trend = chance.uniform(-0.006, 0.006)
    spread = chance.uniform(0.2, 0.7)
    film, away = chance.uniform(0, 0.05), chance.uniform(0, 0.08)
    found = {}
    for number in range(_BEFORE + _MONTH.last.day):
        day = first + timedelta(days=number)
        used = pace * (weekend if day.weekday() >= 5 else 1) * (1 + trend * number) * chance.lognormvariate(0, spread)
        used += 1.5 * _GB if chance.random() < film else 0
        found[day] = int(used * (0.1 if chance.random() < away else 1))
    return found


def simulate(lines: int, seed: int) -> Run:
    """Forecasts of that many lines, at noon, with all days before that day known."""
    chance, run = Random(seed), Run(lines, {day: [] for day in _DAYS})
    first = _MONTH.first - timedelta(days=_BEFORE)
    for _ in range(lines):
        used = habits(chance, first)
        for day, error in _errors(used):
            run.errors[day].append(error)
    return run


def _errors(used: dict[date, int]) -> Iterator[tuple[int, float]]:
    total = sum(amount for day, amount in used.items() if Month.of(day) == _MONTH)
    for number in _DAYS:
        today = _MONTH.first.replace(day=number + 1)
        sofar = sum(amount for day, amount in used.items() if _MONTH.first <= day < today) + used[today] // 2
        line = Line(line_id="a", cycle=Cycle.month(_MONTH), used=sofar)
        known = {day: amount for day, amount in used.items() if day < today and day >= _MONTH.first}
        seen = forecast(line, known, datetime(today.year, today.month, today.day, 12, tzinfo=TOKYO), together=known)
        assert seen is not None
        assert seen.projected is not None
        yield number, abs(seen.projected - total) / total


def table(run: Run) -> str:
    """The figures as Markdown."""
    lines = ["| days into the month | median error | nine of ten below |", "| ---: | ---: | ---: |"]
    lines += [f"| {day} | {run.median[day]:.1%} | {run.ninth[day]:.1%} |" for day in _DAYS]
    return "\n".join(lines)


def main() -> None:
    """Print the figures of a thousand lines."""
    run = simulate(1_000, seed=1)
    print(f"Projected use of a month, {run.lines} simulated lines, only that month's days known:\n\n{table(run)}")


if __name__ == "__main__":
    main()
