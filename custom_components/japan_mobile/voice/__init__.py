"""Questions by voice: what people say about their lines is recognised as soon as the integration is set up."""

from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup

if TYPE_CHECKING:
    from .sentences import Sentences


@callback
def listen(hass: HomeAssistant) -> None:
    """Understand questions as long as Home Assistant runs, once it can understand anything."""

    async def ready(_hass: HomeAssistant, _component: str) -> None:
        sentences = await hass.async_add_import_executor_job(_sentences)
        sentences(hass).follow()

    async_when_setup(hass, "conversation", ready)


def _sentences() -> type[Sentences]:
    from .sentences import Sentences  # noqa: PLC0415 - the words of all languages, for whoever can be asked

    return Sentences
