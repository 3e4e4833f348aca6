"""Writes docs/reliability.md from what the matrix of faults has found: `script/test --long tests/integration/test_faults.py`."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / ".local" / "faults"
PAGE = ROOT / "docs" / "reliability.md"
_STEPS = {
    "login": "Adding an account",
    "code": "Typing a one-time code",
    "poll": "A poll",
    "bills": "The pages of bills, at a poll",
    "renewal": "A poll that has to log in again",
}
_HEAD = """# What happens when something goes wrong

Every carrier, every fault, every step, in a Home Assistant whose portals misbehave on purpose: {cells} cells, each tried by
[this test](../tests/integration/test_faults.py) (`script/test --long tests/integration/test_faults.py`), and written here
by `script/bench reliability`. In every cell:

* no figure is shown that is not the carrier's: the last ones stay for as long as they may, or are unknown;
* nobody sends a password more often than on a good day (mineo's token is tried twice more when an answer was lost; the keys of
  SORACOM and さくら go with every call, and are not counted);
* all is as before by itself once the fault has ended. Where only a person can help (after a refusal no program sends a
  password again, and none types a code), the cell says **person**; where it takes longer than the next poll, it says how long.

Home Assistant says `CannotConnect`, `RateLimited` and `Maintenance` in the log and by the sensor “login state”; `LayoutChanged`,
`HumanCheckNeeded`, `AccountActionNeeded` and `ForeignAnswer` by a [repair](troubleshooting.md) too; `LoginRefused`, `LoginExpired` and
`CodeNeeded` by asking for the login. “–” means that it did no harm: the figures were read, and right.

Not tried, so an empty cell: another customer's answer at SoftBank, whose page with the figures names nobody. **Nobody could tell
it from one's own.** And at some portals that are read by their labels (“not within two days”), a line that was named once is reckoned with
for a month, and the figures are unknown as long.

In the row “another customer's answer” only the lines are another's; an account's own id stays. So “–” says there that the figures of one's own
lines were not touched, and **not** that it was noticed: the others' lines may appear as new ones of the account.

“A poll that has to log in again” is there for carriers whose password or key does that by itself. For a token that ends, cookies, and codes
it is a person's matter, and shown by tests of their own.

Rakuten Mobile is read in a person's browser alone, and has [tests of its own](../tests/carriers/test_person_browser.py); what is
handed in meets no portal.

"""


def told(cell: dict[str, Any]) -> str:
    """A cell in words."""
    words = ", ".join("–" if one == "-" else f"`{one}`" for one in cell["said"])
    if cell.get("person"):
        words += " **person**"
    hours = cell.get("hours", 0)
    if hours is None:
        return words + " (not within two days)"
    return words + (f" ({hours:.0f} h)" if hours >= 1 else "")


def table(step: str, cells: dict[str, dict[str, dict[str, Any]]]) -> str:
    """A step's table: a row for each fault, a column for carriers that answer alike."""
    columns: dict[str, list[str]] = {}
    for carrier, found in sorted(cells.items()):
        columns.setdefault(json.dumps([told(one) for one in found.values()]), []).append(carrier)
    faults = list(dict.fromkeys(name for found in cells.values() for name in found))
    head = ["fault", *(", ".join(carriers) for carriers in columns.values())]
    rows = [
        [fault, *(told(cells[one[0]][fault]) if fault in cells[one[0]] else "" for one in columns.values())]
        for fault in faults
    ]
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return f"## {_STEPS[step]}\n\n" + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    found: dict[str, dict[str, dict[str, dict[str, Any]]]] = {step: {} for step in _STEPS}
    for path in sorted(RESULTS.glob("*.json")):
        for step, cells in json.loads(path.read_text()).items():
            found[step].setdefault(path.name.partition(".")[0], {}).update(cells)
    count = sum(len(cells) for step in found.values() for cells in step.values())
    PAGE.write_text(_HEAD.format(cells=f"{count:,}") + "\n".join(table(step, cells) for step, cells in found.items()))
    print(f"{count} cells of {len(found['poll'])} carriers: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
