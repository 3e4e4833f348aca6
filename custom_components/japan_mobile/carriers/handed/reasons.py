"""Why something that was handed in is not taken."""

from ..errors import LayoutChanged

REASONS = (
    "amount",
    "day",
    "empty",
    "fell",
    "future",
    "line",
    "line_unknown",
    "month",
    "nothing",
    "number",
    "older",
    "past",
    "sum",
    "threshold",
    "too_long",
    "two_meanings",
    "two_values",
    "withdrawn",
    "words",
)
"""All that can be said, each with a text in every language."""


class NotUnderstood(LayoutChanged):
    """Nothing was taken, and `reason`, one of `REASONS`, says why."""

    def __init__(self, reason: str) -> None:
        super().__init__("handed in", reason)
        self.reason = reason

    @property
    def kind(self) -> str:
        """For everybody else a page that could not be read."""
        return LayoutChanged.__name__
