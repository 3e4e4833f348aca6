"""Carriers that only let a person in: he logs in himself, in a browser of his own, and we read.

Protocol: docs/carriers/docomo.md, docs/carriers/au.md, docs/carriers/rakuten.md
"""

from .client import BROWSER, COOKIES, FIELDS, WAYS, PersonClient
from .proven import Proven

__all__ = ["BROWSER", "COOKIES", "FIELDS", "WAYS", "PersonClient", "Proven"]
