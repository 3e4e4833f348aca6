"""What IIJmio's two interfaces show, joined into lines; pure. Protocol: docs/carriers/iijmio.md, 2.1, 4 and 6."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from ..errors import CarrierError, ForeignAnswer, LayoutChanged
from ..model import Line, Month, Part, Problem
from .parts import Shown, same_number, to_line
from .pool import Pools
from .site_html import Table


def check_same_customer(shown: Sequence[Shown], tables: Sequence[Table[Month]]) -> None:
    """Raise `ForeignAnswer` when both interfaces show lines and not one of them is the same."""
    lines = {line.line_id for line in shown} - {None}
    codes = {table.line_id for table in tables} - {None}
    if lines and codes and not lines & codes:
        raise ForeignAnswer("the app's interface and the member site show different lines")


def table_of[When: (date, Month)](shown: Shown, tables: Iterable[Table[When]]) -> Table[When] | None:
    """The table of a line: that of its id, or without an id that of its number and contract."""
    if shown.line_id is not None:
        return next((table for table in tables if table.line_id == shown.line_id), None)
    fitting = [
        table
        for table in tables
        if table.line_id and same_number(table.number, shown.number) and table.contract in {None, shown.contract}
    ]
    return fitting[0] if len(fitting) == 1 else None


def own_table[When: (date, Month)](
    tables: Sequence[Table[When]], line_id: str, number: str | None, page: str
) -> Table[When]:
    """The one table of an answer that was asked for one line. Raises `LayoutChanged` when it is not that line's."""
    match tables:
        case [Table(line_id=None, number=str(found)) as table] if same_number(found, number):
            return table
        case [Table(line_id=str(found)) as table] if found == line_id:
            if table.number is None or number is None or same_number(table.number, number):
                return table
    raise LayoutChanged(page, "line")


def identified(contracts: Iterable[Shown], tables: Sequence[Table[Month]]) -> tuple[list[Shown], list[Problem]]:
    """The site's contracts with the line ids that its pages give; a problem for each that cannot be joined."""
    known, problems = [], []
    for contract in contracts:
        table = table_of(contract, tables)
        if table is None:
            error = LayoutChanged("viewmonthlydata", "line of a contract")
            problems.append(Problem(part=Part.USAGE, error=error, line_id=contract.contract))
        else:
            known.append(replace(contract, line_id=table.line_id))
    return known, problems


def pooled(lines: Sequence[Shown], pools: Pools, now: datetime) -> tuple[list[Line], list[Problem]]:
    """Lines with their own allowance or their pool's, and what could not be read of it.

    Lines without an id are left out; their problems are told under their contract.
    """
    known = [(line, line.line_id) for line in lines if line.line_id is not None]
    ids: dict[str, list[str]] = {}
    for line, line_id in known:
        ids.setdefault(line.contract, []).append(line_id)
    found = []
    problems = [
        Problem(part=Part.USAGE, error=error, line_id=line.contract or None)
        for line in lines if line.line_id is None
        for error in line.problems
    ]  # fmt: skip
    for line, line_id in known:
        errors: list[CarrierError] = list(line.problems)
        joined, pool = to_line(line, line_id, Month.of(now)), pools.get(line.contract)
        if pool is not None:
            together = replace(line, remaining=pool.remaining, total=pool.total, expiring=pool.expiring)
            others = tuple(other for contract in pool.contracts for other in ids.get(contract, ()) if other != line_id)
            joined = replace(to_line(together, line_id, Month.of(now)), shared_with=others)
            if pool.problem is not None:
                errors.append(pool.problem)
        found.append(joined)
        problems += [Problem(part=Part.USAGE, error=error, line_id=line_id) for error in errors]
    return found, problems


def used_in(table: Table[Month], now: Month) -> int:
    """What a line used in a month. Raises `LayoutChanged` when its table has no such row that can be read."""
    row = next((row for row in table.rows if row.when == now), None)
    if row is not None:
        return row.total if row.fast is None else row.fast
    raise table.problems[0] if table.problems else LayoutChanged("viewmonthlydata", f"month {now}")


def by_line[When: (date, Month)](tables: Iterable[Table[When]]) -> Mapping[str, Table[When]]:
    """Tables by line id; those without one are left out."""
    return {table.line_id: table for table in tables if table.line_id is not None}
