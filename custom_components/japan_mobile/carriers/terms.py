"""A notice in front of a customer's pages that the terms have changed, which wants to be acknowledged and nothing else."""

from collections.abc import Iterable
import re

from .document import Document
from .forms import Form, links
from .reading import plain

_CHANGED = re.compile(
    r"(?:規約|約款|ポリシー|重要事項)(?:等|など)?(?:の|が|は|を|に関する|について|に係る|[\s・、])*(?:一部|内容)?(?:を|の|が)?"
    r"(?:改定|改訂|変更|更新|重要)|(?:改定|改訂|新しい|重要な)[^。]{0,8}(?:規約|約款|ポリシー)"
)
_ACKNOWLEDGED = re.compile(
    r"(?:同意|承諾|了承)する|(?:同意|確認|承諾|了承|承知)(?:しま(?:す|した)|いたしま(?:す|した)|(?:して|の(?:上|うえ))、?(?:次|先|進|続|閉))"
)
"""What a button, a box to tick or a link says that takes a notice as read; not what leads to its text."""

_ONWARD = re.compile(r"次へ|次に進む|次へ進む|進む|続ける|続行|OK", re.IGNORECASE)
"""What a button says, and nothing else, that does the same where it is all that a page has."""

_PRESSED = frozenset({"submit", "button", "image"})
_TICKED = _PRESSED | {"checkbox", "radio"}
_FIGURE = re.compile(r"\d\s*(?:[KMG]B|円)")
_LONGEST = 30


def wants_acknowledgement(doc: Document, found: tuple[Form, ...], heads: Iterable[str]) -> bool:
    """Whether a page is such a notice: its title or a heading says so, and there is nothing else to do.

    A page with a figure or a box to type into is something else too, and no such notice.
    """
    if not any(map(_CHANGED.search, heads)) or any(form.boxes or form.passwords for form in found):
        return False
    return not _FIGURE.search(doc.text) and (any(map(_is_acknowledged, found)) or _is_linked(doc))


def _is_acknowledged(form: Form) -> bool:
    for control in form.controls:
        label = plain(control.label) or plain(control.value)
        if control.type in _TICKED and _says(label):
            return True
        if control.type in _PRESSED and _ONWARD.fullmatch(label):
            return True
    return False


def _is_linked(doc: Document) -> bool:
    return any(_says(plain(link.text)) for link in links(doc))


def _says(label: str) -> bool:
    return len(label) <= _LONGEST and _ACKNOWLEDGED.search(label) is not None
