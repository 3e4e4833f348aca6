"""Carriers that only let a person in: he logs in himself, in a browser of his own, and we read.

Here are the facts that they share. Protocol: docs/carriers/docomo.md, docs/carriers/au.md, docs/carriers/rakuten.md
"""

from ..carrier import Field

BROWSER = Field("browser", "", required=False)
COOKIES = Field("cookies", "", secret=True, required=False, once=True)
FIELDS = (BROWSER, COOKIES)
WAYS = (frozenset({"browser"}), frozenset({"cookies"}))
