"""Reading pages in a Chromium that a person runs and is logged in with, over the DevTools protocol.

We open a tab of our own, go to declared hosts alone, take what the page shows, and close the tab. Nothing is typed, no
other tab is looked at, no cookie is read.
"""

from .address import browser_address
from .browser import Browser, Watch

__all__ = ["Browser", "Watch", "browser_address"]
