"""Keeps the secret address of handed-in lines out of Home Assistant's own log.

Home Assistant names a webhook's address where something is odd about a request, also at the usual level: when it came
from outside and may not, by another method, or when its handler broke. Logs are posted in public.
"""

import logging
from typing import override

_WHO_NAMES_IT = ("homeassistant.components.webhook", "homeassistant.helpers.http", "aiohttp.access")
_INSTEAD = "••••"


class _Hush(logging.Filter):
    """Replaces secrets in messages."""

    def __init__(self) -> None:
        super().__init__()
        self.secrets: set[str] = set()

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        told = record.getMessage()
        for secret in self.secrets:
            if secret in told:
                told = told.replace(secret, _INSTEAD)
                record.msg, record.args = told, ()
        return True


_HUSH = _Hush()


def hush(secret: str) -> None:
    """From now on, as long as Home Assistant runs, its log shows `••••` for a webhook's secret."""
    _HUSH.secrets.add(secret)
    for name in _WHO_NAMES_IT:
        logging.getLogger(name).addFilter(_HUSH)
