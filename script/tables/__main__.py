"""Write the tables into the documents, or with `--check` say which are not what the code says."""

from collections.abc import Callable
from functools import partial
import sys

from . import carriers, entities, guide, hosts
from .carriers import ROOT

TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"carriers": partial(carriers.table, "en")},
    "README.ja.md": {"carriers": partial(carriers.table, "ja")},
    "README.zh-CN.md": {"carriers": partial(carriers.table, "zh-Hans")},
    "docs/carriers.md": {"guide": guide.table},
    "docs/privacy.md": {"hosts": hosts.table},
    "docs/entities.md": {"lines": partial(entities.table, "lines"), "accounts": partial(entities.table, "accounts")},
}
"""The tables of each document, by the name that marks their place."""


def renewed(text: str, name: str, table: str) -> str:
    """The document with a table as the code has it. Raises ValueError where it has no place for one."""
    begin, end = f"<!-- {name}: written by script/docs -->", f"<!-- /{name} -->"
    head, found, rest = text.partition(begin)
    _, ended, tail = rest.partition(end)
    if not found or not ended:
        raise ValueError(f"no {begin} … {end}")
    return f"{head}{begin}\n{table}\n{end}{tail}"


def main() -> int:
    """Go through the documents; returns the exit status."""
    check, status = "--check" in sys.argv[1:], 0
    for document, tables in TABLES.items():
        path = ROOT / document
        known = wanted = path.read_text("utf-8")
        for name, table in tables.items():
            wanted = renewed(wanted, name, table())
        if known == wanted:
            continue
        if check:
            print(f"{document}: a table is not what the code says; run script/docs")
            status = 1
        else:
            path.write_text(wanted, "utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main())
