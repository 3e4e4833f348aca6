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
_TAG = re.compile(
    rf"<(/?)(option|select|{'|'.join(sorted(_MARKING | _BLOCKS, key=len, reverse=True))})(?=[\s/>])", re.IGNORECASE
)


def overgrown(text: str) -> str | None:
    """What a page has too much of, open at once: `marking`, `blocks`, or `options` of one list. None for what is fine."""
    counts = dict.fromkeys(_MOST, 0)
    for match in _TAG.finditer(text):
        tag = match[2].lower()
        if tag == "select":
            counts["options"] = 0
            continue
        kind = "options" if tag == "option" else "marking" if tag in _MARKING else "blocks"
        if not match[1]:
            counts[kind] += 1
            if counts[kind] > _MOST[kind]:
                return kind
        elif kind != "options":
            counts[kind] = max(0, counts[kind] - 1)
    return None
