"""Whether a page can be parsed in a time that grows as its size does.

How HTML is to be parsed makes some pages take the square of their size: each block asks all that are open around it, each
paragraph opens anew what marks text and was not closed, each option asks those before it. No portal writes such a page.
"""

import re

from .vocabulary import words

_MARKING = words("b big code em font i s small strike strong tt u")
_BLOCKS = words(
    "address article aside blockquote center details dialog dir div dl fieldset figure footer header hgroup main menu nav ol"
    " section ul"
)
_MOST = {"marking": 60, "blocks": 400, "options": 2000}
_KINDS = {"option": "options", **dict.fromkeys(_MARKING, "marking"), **dict.fromkeys(_BLOCKS, "blocks")}
_ENDS = {f"/{tag}": kind for tag, kind in _KINDS.items() if kind != "options"}
_LISTS = frozenset({"select", "/select"})
_TAG = re.compile(r"<(/?[a-z]+)(?=[\s/>])")


def overgrown(text: str) -> str | None:
    """What a page has too much of, open at once: `marking`, `blocks`, or `options` of one list. None for what is fine."""
    counts = dict.fromkeys(_MOST, 0)
    for tag in _TAG.findall(text.lower()):  # texts, not matches: the garbage collector looks at each of those
        if (kind := _KINDS.get(tag)) is not None:
            counts[kind] += 1
            if counts[kind] > _MOST[kind]:
                return kind
        elif (kind := _ENDS.get(tag)) is not None:
            counts[kind] = max(0, counts[kind] - 1)
        elif tag in _LISTS:
            counts["options"] = 0
    return None
