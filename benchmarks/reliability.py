"""Writes docs/reliability.md from what the matrix of faults has found: `script/test --long tests/integration/test_faults*.py`.

    python -m benchmarks.reliability [--check]

`--check` runs nothing: it says which cells of the matrix the page does not have, and which it has that are none.
"""

from collections.abc import Iterator, Mapping, Sequence
import json
from pathlib import Path
import re
import sys
from typing import Any

from tests.integration.browser_troubles import PORT_TROUBLES
from tests.integration.cells import IN_BROWSER, MISSING, NOT_HANDED, STEPS, Cell, cells, faults_of

from .reliability_words import HEAD, TITLES

type Found = dict[Cell, dict[str, Any]]

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".local" / "faults"
PAGE = ROOT / "docs" / "reliability.md"
_PORT = tuple(trouble.name for trouble in PORT_TROUBLES)
_BROWSER, _HANDED, _NONE = "The browser itself", "What is handed in", "Steps that a carrier does not have"


def told(cell: dict[str, Any]) -> str:
    """A cell in words."""
    words = ", ".join({"-": "–", "shown": "**shown**"}.get(one, f"`{one}`") for one in cell["said"])
    if cell.get("person"):
        words += " **person**"
    if cell.get("kept", 0) < cell.get("of", 0):
        words += f" ({cell['kept']} of {cell['of']} kept)"
    hours = cell.get("hours", 0)
    if hours is None:
        return words + " (not within two days)"
    return words + (f" ({hours:.0f} h)" if hours >= 1 else "")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)) + "\n"


def step_table(step: str, found: Found) -> str:
    """A step's table: a row for each fault, a column for carriers that answer alike."""
    carriers = sorted({carrier for at, carrier, _ in cells() if at == step})
    faults = [fault for fault in faults_of(step, carriers[0]) if fault not in _PORT]
    columns: dict[tuple[str, ...], list[str]] = {}
    for carrier in carriers:
        columns.setdefault(tuple(told(found[step, carrier, fault]) for fault in faults), []).append(carrier)
    head = ["fault", *(", ".join(alike) for alike in columns.values())]
    rows = [[fault, *(column[n] for column in columns)] for n, fault in enumerate(faults)]
    return f"## {TITLES[step]}\n\n{_table(head, rows)}"


def browser_table(found: Found) -> str:
    """What befalls the browser: a row for each fault, a column for each step."""
    [carrier] = IN_BROWSER
    steps = [step for step in STEPS if (step, carrier, _PORT[0]) in found]
    rows = [[fault, *(told(found[step, carrier, fault]) for step in steps)] for fault in _PORT]
    return f"## {_BROWSER}\n\n{_table(['fault', *(TITLES[step] for step in steps)], rows)}"


def handed_table(found: Found) -> str:
    """What befalls a text that is handed in: what came of it, or why it cannot be."""
    faults = [*NOT_HANDED, *faults_of("handed", "handed")]
    order = list(faults_of("login", "handed"))
    rows = [
        [fault, f"cannot be: {NOT_HANDED[fault]}" if fault in NOT_HANDED else told(found["handed", "handed", fault])]
        for fault in sorted(faults, key=order.index)
    ]
    return f"## {_HANDED}\n\n{_table(['fault', 'handed'], rows)}"


def none_table() -> str:
    """Which steps there are not, and why."""
    rows = []
    for step in STEPS[:-1]:
        whys: dict[str, list[str]] = {}
        for carrier, why in sorted(MISSING[step].items()):
            whys.setdefault(why, []).append(carrier)
        rows += [[TITLES[step], ", ".join(carriers), why] for why, carriers in whys.items()]
    return f"## {_NONE}\n\n{_table(['step', 'carriers', 'why'], rows)}"


def shown_cells(page: str) -> Iterator[tuple[Cell, str]]:
    """The cells that a page shows, and what it says in them. Raises ValueError for an empty one."""
    steps = {title: step for step, title in TITLES.items()}
    for section in page.split("\n## ")[1:]:
        title, rows = section.partition("\n")[0], re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
        if title == _NONE or not rows:
            continue
        head, _, *lines = ([one.strip() for one in row.split(" | ")] for row in rows)
        for fault, *told in lines:
            for column, text in zip(head[1:], told, strict=True):
                if not text:
                    raise ValueError(f"{title}, {column}, {fault}: an empty cell")
                if title == _BROWSER:
                    yield from (((steps[column], carrier, fault), text) for carrier in IN_BROWSER)
                elif title == _HANDED and text.startswith("cannot be"):
                    continue
                else:
                    step = "handed" if title == _HANDED else steps[title]
                    yield from (((step, carrier, fault), text) for carrier in column.split(", "))


def unlike(page: str, carrier: str, steps: Mapping[str, Mapping[str, dict[str, Any]]]) -> list[str]:
    """Where a carrier's cells have come out otherwise than a page says. Raises ValueError for an empty cell."""
    shown = dict(shown_cells(page))
    return [
        f"{step}, {fault}: {told(cell)}, not {shown.get((step, carrier, fault))}"
        for step, faults in steps.items()
        for fault, cell in faults.items()
        if told(cell) != shown.get((step, carrier, fault))
    ]


def check(page: str) -> list[str]:
    """What is wrong with the page."""
    try:
        shown, wanted = [cell for cell, _ in shown_cells(page)], set(cells())
    except (KeyError, ValueError) as err:
        return [str(err)]
    findings = [f"not in the page: {', '.join(cell)}" for cell in sorted(wanted - set(shown))]
    findings += [f"in the page, and no cell: {', '.join(cell)}" for cell in sorted(set(shown) - wanted)]
    findings += ["a cell twice"] if len(set(shown)) < len(shown) else []
    head = HEAD.format(cells=f"{len(wanted):,}")
    return findings + [
        f"another text: {part.strip().splitlines()[0]}" for part in (head, none_table()) if part.strip() not in page
    ]


def _found() -> Found:
    found: Found = {}
    for path in sorted(RESULTS.glob("*.json")):
        for step, faults in json.loads(path.read_text()).items():
            found |= {(step, path.name.partition(".")[0], fault): cell for fault, cell in faults.items()}
    return found


def main() -> int:
    """Write the page, or check it; returns the exit status."""
    if "--check" in sys.argv[1:]:
        findings = check(PAGE.read_text("utf-8"))
        print(*(f"{PAGE.relative_to(ROOT)}: {finding}" for finding in findings), sep="\n", end="\n" if findings else "")
        return 1 if findings else 0
    found, wanted = _found(), list(cells())
    missing = sorted({carrier for step, carrier, fault in wanted if (step, carrier, fault) not in found})
    if missing:
        print(f"not all cells were tried: {', '.join(missing)}")
        return 1
    tables = [step_table(step, found) for step in STEPS[:-1]]
    parts = [*tables, browser_table(found), handed_table(found), none_table()]
    PAGE.write_text(HEAD.format(cells=f"{len(wanted):,}") + "\n".join(parts), "utf-8")
    print(f"{len(wanted)} cells of {len({carrier for _, carrier, _ in wanted})} carriers: {PAGE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
