"""The cards and the dashboard: served to Home Assistant's frontend, under an address that changes with what they are."""

import hashlib
from pathlib import Path

from homeassistant.components.http.server import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_when_setup

from .const import DOMAIN

_FOLDER = Path(__file__).parent / "frontend"
_ENTRY = "japan-mobile.js"


def show(hass: HomeAssistant) -> None:
    """Offer the cards as soon as there is a frontend to show them."""
    async_when_setup(hass, "frontend", _offer)


async def _offer(hass: HomeAssistant, _component: str) -> None:
    from homeassistant.components.frontend import add_extra_js_url  # noqa: PLC0415 - only now it is sure to be there

    address = f"/{DOMAIN}/{await hass.async_add_executor_job(fingerprint)}"
    await hass.http.async_register_static_paths([StaticPathConfig(address, str(_FOLDER), cache_headers=True)])
    add_extra_js_url(hass, f"{address}/{_ENTRY}")


def fingerprint() -> str:
    """What the files are: another version has another address, so that no browser shows an old one."""
    digest = hashlib.sha256()
    for file in sorted(_FOLDER.glob("*.js")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
