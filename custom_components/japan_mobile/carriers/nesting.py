"""Whether a page can be parsed in a time that grows as its size does.

How HTML is to be parsed makes some pages take the square of their size: each block asks all that are open around it, each
paragraph opens anew what marks text and was not closed, each option asks those before it, and each text asks all elements
around it once some mark was not closed. No portal writes such a page.
"""

import re

from .vocabulary import words

_MARKING = words("b big code em font i s small strike strong tt u")
_BLOCKS = words(
    "address article aside blockquote center details dialog dir div dl fieldset figure footer header hgroup main menu nav ol"
    " section ul"
)
_LEFT_OPEN = words(
    "area base body br caption circle col colgroup dd dt ellipse embed head hr html image img input li line link meta optgroup"
    " p param path polygon polyline rb rect rp rt rtc source stop tbody td tfoot th thead tr track use wbr"
)
"""What has no end, need not have one, or is a drawing's and closed as it is opened."""
_MOST = {"marking": 60, "blocks": 400, "options": 2000, "elements": 4000}
_IGNORED = ("", 0)
_STEPS: dict[str, tuple[str, int]] = {
    **{f"{end}{tag}": _IGNORED for tag in _LEFT_OPEN for end in ("", "/")},
    **{f"{end}{tag}": ("marking", by) for tag in _MARKING for end, by in (("", 1), ("/", -1))},
    **{f"{end}{tag}": ("blocks", by) for tag in _BLOCKS for end, by in (("", 1), ("/", -1))},
    "option": ("options", 1),
    "/option": _IGNORED,
    "select": ("options", 0),
    "/select": ("options", 0),
}
"""By tag: of what there is one more or less open; 0 is none any more."""
_ANY, _ANY_END = ("elements", 1), ("elements", -1)
_TAG = re.compile(r"<(/?[a-z][a-z0-9:-]*)(?=[\s/>])")


def overgrown(text: str) -> str | None:
    """What a page has too much of, open at once: `marking`, `blocks`, other `elements`, or `options` of one list.

    None for what is fine.
    """
    counts = dict.fromkeys(_MOST, 0)
    for tag in _TAG.findall(text.lower()):  # texts, not matches: the garbage collector looks at each of those
        kind, by = _STEPS.get(tag) or (_ANY_END if tag[0] == "/" else _ANY)
        if not kind:
            continue
        count = counts[kind] = max(0, counts[kind] + by) if by else 0
        if count > _MOST[kind]:
            return kind
    return None
