"""Every cell of SORACOM's exported files, changed by itself: an error with a name, or figures that follow from the change."""

import csv
from dataclasses import replace
import io
import json
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.errors import CarrierError
from custom_components.japan_mobile.carriers.web import Page
from tests.figures import Note
from tests.fuzzing.seeds import Seed, seeds
from tests.fuzzing.test_json_answers import CHANGES, READ, TITLE, WRONG, judge

FAMILY, READERS = "soracom, many SIMs", ("export-months", "export-days")


def content_of(body: bytes) -> dict[str, Any]:
    """A file's header and its rows, each cell by the name of its column."""
    header, *rows = csv.reader(body.decode("utf-8-sig").splitlines())
    return {"header": header, "rows": [dict(zip(header, row, strict=True)) for row in rows]}


def written(changed: bytes) -> bytes:
    """The file of changed content; what is no row or no cell any more is written as its text."""
    match json.loads(changed):
        case {"header": header, "rows": list(rows)}:
            file = io.StringIO()
            csv.writer(file).writerows([_cells(header), *map(_cells, rows)])
            return file.getvalue().encode()
        case other:
            return str(other).encode()


def _cells(row: Any) -> list[str]:
    match row:
        case dict():
            return [str(cell) for cell in row.values()]
        case list():
            return [str(cell) for cell in row]
        case _:
            return [str(row)]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("socket_enabled")
def test_sample(reader: str, note_figures: Note) -> None:
    """One cell of each column of the beginning of each file."""
    check(reader, 1, note_figures, most=60)


@pytest.mark.long
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.usefixtures("socket_enabled")
def test_all(reader: str, note_figures: Note) -> None:
    """Many cells of each column, in several files."""
    check(reader, 10, note_figures, most=600)


def begun(seed: Seed, most: int) -> Seed:
    """The file with its first rows alone."""
    content = content_of(seed.page.body)
    body = written(json.dumps(content | {"rows": content["rows"][:most]}).encode())
    return replace(seed, page=Page(seed.page.url, seed.page.status, seed.page.headers, body))


def check(reader: str, each: int, note: Note, *, most: int) -> None:
    """Change files and judge what is read."""
    found = [begun(seed, most) for seed in seeds(FAMILY) if seed.reader == reader]
    wrong: dict[str, str] = {}
    count = read = 0
    for seed in found:
        changed, told = judge(seed, content_of(seed.page.body), each, wrong, written=written)
        count, read = count + changed, read + told
    note(TITLE, f"soracom {reader}: {count:,} of {len(found)} files", {CHANGES: count, READ: read, WRONG: len(wrong)})
    assert wrong == {}
    assert count > read > 0


@pytest.mark.usefixtures("socket_enabled")
def test_a_file_is_written_as_it_was() -> None:
    """What is judged are the changes, not how the file is written."""
    for seed in seeds(FAMILY):
        if seed.reader in READERS:
            again = written(json.dumps(content_of(seed.page.body)).encode())
            assert _read(seed, again) == _read(seed, seed.page.body)


def _read(seed: Seed, body: bytes) -> object:
    try:
        return seed.read(body)
    except CarrierError as err:
        return repr(err)
