"""Of an account that is removed nothing is left on disk, whatever is being written just then."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
import threading
from typing import Any
from unittest.mock import Mock, patch

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import pytest

from custom_components.japan_mobile.history import UsageHistory, _file, forget_days
from custom_components.japan_mobile.store import account_store, forget_account, installation_secret


@pytest.fixture
def slow_disk() -> Iterator[tuple[threading.Event, threading.Event]]:
    """Says when the first file is being written, and writes nothing until it is told to."""
    begun, go = threading.Event(), threading.Event()
    write: Callable[..., None] = Store._write_prepared_data

    def written(*arguments: Any) -> None:
        begun.set()
        assert go.wait(10)
        write(*arguments)

    with patch.object(Store, "_write_prepared_data", written):
        yield begun, go


def kept(hass: HomeAssistant) -> list[str]:
    """Our files."""
    return sorted(path.name for path in Path(hass.config.path(".storage")).glob("japan_mobile*"))


@pytest.mark.parametrize("cancelled", [False, True])
async def test_a_login_that_is_being_written(
    hass: HomeAssistant, slow_disk: tuple[threading.Event, threading.Event], *, cancelled: bool
) -> None:
    """Neither by the write that is under way, nor by one that waits for it, nor by a later one."""
    begun, go = slow_disk
    store = await account_store(hass, "key")
    store.login["token"] = "secret"
    under_way = hass.async_create_task(store.save())
    await hass.async_add_executor_job(begun.wait, 10)
    waiting = hass.async_create_task(store.save())
    gone = hass.async_create_task(forget_account(hass, "key"))
    if cancelled:  # as the first poll is, when its account is unloaded
        under_way.cancel()
    await asyncio.wait([gone], timeout=0.2)
    go.set()
    await asyncio.gather(under_way, waiting, gone, return_exceptions=True)
    await hass.async_block_till_done()
    await store.save()
    assert kept(hass) == []


async def test_an_account_that_is_added_again_meanwhile(
    hass: HomeAssistant, slow_disk: tuple[threading.Event, threading.Event]
) -> None:
    """Its file does not go with the old one."""
    begun, go = slow_disk
    store = await account_store(hass, "key")
    under_way = hass.async_create_task(store.save())
    await hass.async_add_executor_job(begun.wait, 10)
    gone = hass.async_create_task(forget_account(hass, "key"))
    await asyncio.sleep(0)
    again = hass.async_create_task(account_store(hass, "key"))
    await asyncio.wait([again], timeout=0.2)
    go.set()
    another = await again
    another.login["token"] = "another"
    await another.save()
    await asyncio.gather(under_way, gone)
    assert kept(hass) == ["japan_mobile.key"]
    assert (await account_store(hass, "key")) is another


async def test_what_is_removed_was_there(hass: HomeAssistant) -> None:
    """Each file is found where it is looked for, readable by its owner alone, and goes; the installation's secret stays."""
    store = await account_store(hass, "key")
    await store.save()
    await _file(hass, "key").async_save({"lines": {}})
    await installation_secret(hass)
    assert kept(hass) == ["japan_mobile", "japan_mobile.key", "japan_mobile_days.key"]
    for name in kept(hass):
        assert Path(hass.config.path(".storage", name)).stat().st_mode & 0o777 == 0o600
    await forget_account(hass, "key")
    await forget_days(hass, "key")
    assert kept(hass) == ["japan_mobile"]


async def test_days_that_come_after_the_account_has_gone(hass: HomeAssistant) -> None:
    """Such as those of a line whose statistics were still looked for."""
    coordinator = Mock(secret=b"secret", **{"config_entry.unique_id": "key", "data.line.return_value": None})
    coordinator.carrier.key = coordinator.carrier.family = "iijmio"
    with patch("custom_components.japan_mobile.history._DELAY", 0):
        for closed, found in ((False, ["japan_mobile_days.key"]), (True, [])):
            history = UsageHistory(hass, coordinator)
            if closed:
                await history.save()
            await forget_days(hass, "key")
            history.take_over("line", {})
            await asyncio.sleep(0.05)
            await hass.async_block_till_done()
            assert kept(hass) == found
