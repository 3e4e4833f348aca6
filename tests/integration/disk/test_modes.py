"""Who may read what is stored: our own files, and Home Assistant's file with the passwords."""

from collections.abc import Iterator
import os
from pathlib import Path
import stat

from homeassistant.config_entries import ConfigEntryStore
from homeassistant.core import HomeAssistant
import pytest


@pytest.fixture
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The process's, for a time."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.parametrize("umask", [0o022, 0o077], indirect=True)
async def test_the_file_with_the_passwords_is_readable_by_all(hass: HomeAssistant, umask: int) -> None:
    """Home Assistant decides that, for the logins of all integrations: docs/privacy.md says it as it is.

    Whoever wants it otherwise closes the folder, which a umask does where the folder is made.
    """
    await ConfigEntryStore(hass).async_save({"entries": [{"data": {"password": "secret"}}]})
    file = Path(hass.config.path(".storage", "core.config_entries"))
    assert "secret" in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o777 & ~umask
