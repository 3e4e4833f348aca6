"""Ids and names that do not show whose line it is.

Phone numbers and customer numbers are short enough to be found from a plain hash by trying all of them. So ids are
keyed with a secret of this installation, and names show the ends of a number only.
"""

from functools import lru_cache
import hashlib
import hmac
import re


@lru_cache(2**14)  # every entity of every line asks for its own at every poll
def keyed_id(secret: bytes, *parts: str) -> str:
    """A stable id for something the carrier calls by `parts`: 20 hexadecimal digits."""
    message = "\0".join(parts).encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:20]


@lru_cache(2**12)
def masked(number: str) -> str:
    """A phone number with its middle hidden: `070-1234-5678` → `070-••••-5678`.

    Whatever has fewer than eight digits is hidden whole.
    """
    digits = re.sub(r"\D", "", number)
    if len(digits) < 8:
        return "••••"
    return f"{digits[:3]}-••••-{digits[-4:]}"
