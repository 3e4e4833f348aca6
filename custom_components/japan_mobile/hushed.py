"""Keeps the secret address of handed-in lines out of Home Assistant's own log.

Home Assistant names a webhook's address where something is odd about a request, also at the usual level: when it came
from outside and may not, by another method, with signs in it that look like an attack, or when its handler broke. Logs are
posted in public.
"""

import logging
from typing import override

_WHO_NAMES_IT = (
    "homeassistant.components.webhook",
    "homeassistant.components.http.security_filter",
    "homeassistant.helpers.http",
    "aiohttp.access",
    "aiohttp.server",
)
_INSTEAD = "••••"
_TRACEBACKS = logging.Formatter()


class _Hush(logging.Filter):
    """Replaces secrets in messages, and in the tracebacks below them."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: frozenset[str] = frozenset()

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        try:
            told = record.getMessage()
        except TypeError, ValueError, KeyError:
            return True  # it does not fit its arguments: who writes it says so
        if (hidden := self._without(told)) != told:
            record.msg, record.args = hidden, ()
        if record.exc_info:
            record.exc_text = self._without(_TRACEBACKS.formatException(record.exc_info))
        return True

    def _without(self, text: str) -> str:
        for secret in self.secrets:
            text = text.replace(secret, _INSTEAD)
        return text


_HUSH = _Hush()


def hush(secret: str) -> None:
    """From now on, as long as Home Assistant runs, its log shows `••••` for a webhook's secret."""
    _HUSH.secrets |= {secret}  # another one, for other threads log meanwhile
    for name in _WHO_NAMES_IT:
        logging.getLogger(name).addFilter(_HUSH)
