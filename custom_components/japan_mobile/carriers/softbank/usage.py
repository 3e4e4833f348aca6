"""The data page into a line, in whichever layout it comes. Protocol: docs/carriers/softbank.md, 4."""

from dataclasses import replace
from datetime import datetime
from functools import partial
import re

from ..document import Document
from ..errors import ForeignAnswer, LayoutChanged
from ..model import Line
from ..reader import Reader
from ..reading import plain
from .brand import SOFTBANK, Brand
from .chart import chart_figures, chart_has_gap, chart_line, is_chart, is_older, older_figures, older_line
from .follow import NAME, Told
from .tables import BASE_LEFT, CARRIED, USED, is_tables, read_tables

_CARD = "追加料金課金までの残りデータ量"
_NUMBER = re.compile(r"0[26-9]0\d{8}", re.ASCII)


def phone_number(name: str) -> str | None:
    """The digits of a login name that is a mobile number; None for any other name."""
    digits = re.sub(r"[-\s]", "", plain(name))
    return digits if _NUMBER.fullmatch(digits) else None


def hyphenated(digits: str) -> str:
    """`08000000001` as people write it."""
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"


def read_usage(doc: Document, brand: Brand, now: datetime, name: str) -> Told:
    """What the data page tells of the line that one logged in to as `name`.

    Raises `LayoutChanged`; `ForeignAnswer` when the page is about another number than the login's.
    """
    read = Reader(doc, now, name=NAME)
    own = phone_number(name)
    shown = _shown_number(read)
    if own and shown and own != shown:
        raise ForeignAnswer("data: a page for another number")
    number = shown or own
    told = _told(read, brand, number or name)
    if any(reading.unit != "GB" for reading in read.readings):
        raise read.changed("unit")
    return told._replace(line=replace(told.line, number=hyphenated(number) if number else None))


def _shown_number(read: Reader) -> str | None:
    """The number that the page shows; not every layout has one."""
    try:
        return read.phone()
    except LayoutChanged as err:
        if len(err.missing) == 1:
            return None
        raise


def _told(read: Reader, brand: Brand, line_id: str) -> Told:
    if brand is SOFTBANK:
        read.refuse_elsewhen()
    if brand is SOFTBANK and is_chart(read):
        figures, line = chart_figures(read), partial(chart_line, read, line_id)
        told = Told(line(figures), tuple(figures.items()), itemised=True, again=line)
        return told._replace(tolerance=0) if chart_has_gap(read) else told
    if brand is SOFTBANK and is_older(read):
        figures, line = older_figures(read), partial(older_line, read, line_id)
        return Told(line(figures), tuple(figures.items()), again=line)
    if is_tables(read):
        return Told(read_tables(read, line_id), read.told(), itemised=True)
    if brand is not SOFTBANK and read.has(_CARD):
        return Told(Line(line_id=line_id, remaining=read.size(_CARD)), read.told())
    raise read.changed(*("usedGigaData",) if brand is SOFTBANK else (BASE_LEFT, CARRIED, USED))
