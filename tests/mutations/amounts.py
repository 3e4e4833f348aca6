"""The volumes of a page, to be told in another unit."""

import re

from tests.mutations.kinds import Scene, squeezed
from tests.mutations.tree import Element, Text, Tree


class Amount:
    """A number and its unit, in one text or in two."""

    def __init__(self, number: Text, unit: Text) -> None:
        self.number = number
        self.unit = unit

    def convert(self, *, keep_number: bool = False) -> None:
        """The other unit, the number with it unless it is to be kept."""
        to_mega = "GB" in squeezed(self.unit.source)
        if not keep_number:
            match = re.search(r"[\d,.]+", self.number.source)
            assert match is not None
            hundredths = round(float(match[0].replace(",", "")) * (1_000_000 if to_mega else 1))
            whole, rest = divmod(hundredths, 1000)
            new = f"{whole}.{rest:03}".rstrip("0").rstrip(".")
            self.number.source = self.number.source.replace(match[0], new)
        self.unit.source = self.unit.source.replace("GB", "MB") if to_mega else self.unit.source.replace("MB", "GB")


_WHOLE = re.compile(r"[/／：:\s]*[\d,.]+\s*[GM]B\s*")
_BARE = re.compile(r"[\d,.]+")
_UNIT = re.compile(r"\s*[GM]B")


def amounts(tree: Tree, scene: Scene) -> list[Amount]:
    """The volumes of a page: whole texts, texts after a label, a number's element before the unit, strings of a script."""
    found = [amount for element in tree.body.walk() if (amount := _amount_in(element)) is not None]
    strings = tree.strings() if scene.strings else []
    found += [Amount(text, text) for text in strings if _WHOLE.fullmatch(text.source)]
    return found + [
        Amount(number, unit)
        for number, _name, unit in zip(strings, strings[1:], strings[2:], strict=False)
        if _BARE.fullmatch(number.source) and _UNIT.fullmatch(unit.source)
    ]


def _amount_in(element: Element) -> Amount | None:
    texts = list(element.texts())
    if not texts or texts[-1].parent is not element:
        return None
    last = texts[-1]
    if _WHOLE.fullmatch(last.source) and (len(texts) == 1 or last.source[0] in "：:"):
        return Amount(last, last)
    if len(texts) < 2 or not _BARE.fullmatch(texts[-2].source) or not _UNIT.fullmatch(last.source):
        return None
    alone = len(texts) == 2 or not re.search(r"[\d.,]\s*$", texts[-3].source)
    return Amount(texts[-2], last) if alone else None
