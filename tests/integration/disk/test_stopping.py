"""What a poll has brought is on disk when Home Assistant has stopped."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
import json
from pathlib import Path
import time
from typing import Any
from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.japan_mobile.carriers import wire
from custom_components.japan_mobile.carriers.model import Account, Line
from custom_components.japan_mobile.slices import AT_ONCE
from custom_components.japan_mobile.store import AccountStore


@pytest.fixture
def slow_dump() -> Iterator[None]:
    """Figures take a while until they are dumped."""
    dump = wire.dump

    def slow(*arguments: Any, **more: Any) -> dict[str, Any]:
        time.sleep(0.3)
        return dump(*arguments, **more)

    with patch("custom_components.japan_mobile.store.wire.dump", slow):
        yield


@pytest.mark.parametrize("known", [False, True], ids=["of a poll", "of somebody whom it waits for"])
async def test_a_login_that_is_being_written(hass: HomeAssistant, slow_dump: None, *, known: bool) -> None:
    """By a poll, which Home Assistant ends at once, or by something that it lets come to its end."""
    store = AccountStore(hass, "key")
    lines = tuple(Line(line_id=str(number), number=None, plan=None) for number in range(AT_ONCE + 1))
    store.account = Account(carrier="iijmio", account_id="a", fetched_at=datetime.now(UTC), lines=lines)
    store.login["token"] = "old"
    await store.save()
    store.login["token"] = "new"
    begin = hass.async_create_task if known else hass.async_create_background_task
    begin(store.save(), "a poll")
    await asyncio.sleep(0.05)
    await hass.async_stop(force=True)
    content = json.loads(Path(hass.config.path(".storage", "japan_mobile.key")).read_text())
    assert content["data"]["login"] == {"token": "new"}
