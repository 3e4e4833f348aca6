"""What stands around a value: the heading above it, and whether it belongs to an advertisement or a price list."""

import re

from .document import HEADINGS, Node

ADVERTISING = re.compile(
    r"今なら|今だけ|いまなら|キャンペーン|最大|期間限定|もれなく|お得|おトク|おすすめ|無料で|プレゼント|お申し?込みで|新規加入"
    r"|料金表|プラン一覧|プランのご案内|料金シミュレーション"
)
_OF_ADVERTS = frozenset(
    {
        "ad",
        "ads",
        "advert",
        "advertisement",
        "banner",
        "bnr",
        "campaign",
        "promo",
        "promotion",
        "pr",
        "sponsor",
        "recommend",
    }
)
_NUMBER = re.compile(r"\d")
_INSIDE_A_BLOCK = frozenset({"tr", "td", "th", "tbody", "thead", "tfoot", "dt", "dd"})


class Surroundings:
    """Remembers what it found out of each element, so that asking for every pair of a page stays cheap."""

    def __init__(self) -> None:
        self._headings: dict[Node, str] = {}
        self._adverts: dict[Node, bool] = {}
        self._among: dict[Node, list[str]] = {}

    def heading(self, node: Node) -> str:
        """The nearest heading above an element; "" if there is none."""
        way: list[Node] = []
        place: Node | None = node
        while place is not None and place not in self._headings:
            way.append(place)
            place = place.parent
        found = "" if place is None else self._headings[place]
        for step in reversed(way):
            found = self._heading_before(step) or found
            self._headings[step] = found
        return found

    def _heading_before(self, node: Node) -> str:
        if node.tag == "table":
            caption = next((child for child in node.elements if child.tag == "caption"), None)
            if caption is not None and caption.text:
                return caption.text
        if node.parent is None or node.tag in _INSIDE_A_BLOCK:
            return ""
        if node.parent not in self._among:
            self._among[node.parent] = _headings_among(node.parent)
        return self._among[node.parent][node.position]

    def is_advert(self, node: Node, label: str, text: str) -> bool:
        """Whether a pair advertises: by its own words, its heading, its wrapper's name, or a slogan just before it."""
        if ADVERTISING.search(label) or ADVERTISING.search(text) or ADVERTISING.search(self.heading(node)):
            return True
        way: list[Node] = []
        place: Node | None = node
        while place is not None and place not in self._adverts:
            way.append(place)
            place = place.parent
        found = place is not None and self._adverts[place]
        for step in reversed(way):
            found = found or _is_wrapper(step) or _after_slogan(step)
            self._adverts[step] = found
        return found


def _headings_among(parent: Node) -> list[str]:
    """For each child, the last heading before it among its siblings."""
    found, last = [], ""
    for child in parent.children:
        found.append(last)
        if isinstance(child, Node) and child.tag in HEADINGS and child.text:
            last = child.text
    return found


def _is_wrapper(node: Node) -> bool:
    names = (*node.classes, node.attrs.get("id", ""))
    return any(part in _OF_ADVERTS for name in names for part in re.split(r"[-_]", name.lower()))


def _after_slogan(node: Node) -> bool:
    """Whether the element just before it advertises and leaves the number to this one."""
    if node.parent is None or node.tag in _INSIDE_A_BLOCK:
        return False
    for place in range(node.position - 1, -1, -1):  # no copy: there may be many, and each is asked
        sibling = node.parent.children[place]
        text = sibling.strip() if isinstance(sibling, str) else sibling.text
        if text:
            return len(text) <= 80 and bool(ADVERTISING.search(text)) and not _NUMBER.search(text)
    return False
