"""Nothing is asked."""

from typing import Any

from homeassistant.config_entries import ConfigFlow, ConfigFlowResult


class SpeakerFlow(ConfigFlow, domain="speaker"):
    """Add it."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Add it at once."""
        return self.async_create_entry(title="Speaker", data={})
