"""A line without a portal, of which the facts stand in `by_hand.py`: what its user, his phone or his mail hands in. Sheet: docs/carriers/handed.md"""

from .client import HandedClient
from .line import HandedIn, HandedLine
from .reasons import REASONS, NotUnderstood
from .understand import from_numbers, understand

__all__ = ["REASONS", "HandedClient", "HandedIn", "HandedLine", "NotUnderstood", "from_numbers", "understand"]
