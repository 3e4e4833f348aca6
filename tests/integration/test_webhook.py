"""The address that things are handed in at is a secret: it is in no log, and whatever comes there has an answer."""

import asyncio
import gzip
import logging
from secrets import token_hex
from typing import Any
from unittest.mock import Mock, patch

from aiohttp import ClientConnectionResetError, StreamReader
from aiohttp.test_utils import TestClient
from aiohttp.web import RequestPayloadError
from homeassistant.components import webhook
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.aiohttp import MockRequest
from homeassistant.util.file import WriteError
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.japan_mobile.const import CONF_WEBHOOK, DOMAIN
from custom_components.japan_mobile.handed import hand_in
from custom_components.japan_mobile.hushed import hush
from custom_components.japan_mobile.store import NotKept
from custom_components.japan_mobile.webhook import LARGEST

# Home Assistant's own web server keeps things in its requests in a way that aiohttp warns of.
pytestmark = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")

type Client = TestClient[Any, Any]

PARTS = ("only supports", "remote request", "Error processing", "unregistered")
"""Of the messages in which Home Assistant names the address."""


@pytest.fixture
async def entry(hass: HomeAssistant) -> ConfigEntry:
    """An account with one line, as a user adds it."""
    form: Any = await hass.config_entries.flow.async_init(DOMAIN, context={"source": "user"})
    form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "handed"})
    typed = {"account": "docomo", "name": "Mum", "cycle_day": 1, "unlimited": False}
    result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], typed)
    await hass.async_block_till_done()
    added: ConfigEntry = result["result"]
    return added


@pytest.fixture
async def client(hass: HomeAssistant, entry: ConfigEntry, hass_client_no_auth: ClientSessionGenerator) -> Client:
    """Who has the address, and nothing else."""
    assert await async_setup_component(hass, "http", {})
    client: Client = await hass_client_no_auth()
    return client


async def test_the_address_is_in_no_log(
    hass: HomeAssistant, entry: ConfigEntry, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Not when it is opened in a browser, not when it is used from outside or pasted badly, and not when something breaks."""
    caplog.set_level(logging.DEBUG)
    secret: str = entry.data[CONF_WEBHOOK]
    place = f"/api/webhook/{secret}"
    for odd in ("%0A", "?line=a../b", "?note=%0D%0A"):
        answer = await client.post(URL(f"{place}{odd}", encoded=True), data=b"3.2 GB left")
        assert answer.status == 400
    assert caplog.text.count("Filtered a ") == 3
    await client.post(place, data=b"3.2 GB left")
    await client.get(place)
    outside = MockRequest(b"3.2 GB left", "test", "POST", remote="203.0.113.7")
    await webhook.async_handle_webhook(hass, secret, outside)
    with patch("custom_components.japan_mobile.webhook.hand_in", side_effect=ZeroDivisionError):
        await client.post(place, data=b"3.2 GB left")
    await hass.config_entries.async_remove(entry.entry_id)
    await client.post(place, data=b"3.2 GB left")
    told = [record.getMessage() for record in caplog.records if record.name == webhook.__name__]
    assert [any(part in text for text in told) for part in PARTS] == [True] * len(PARTS)
    assert not [record.name for record in caplog.records if secret in record.getMessage()]
    assert secret not in caplog.text


async def test_the_address_is_in_no_log_before_lines_are_set_up(
    hass: HomeAssistant, entry: ConfigEntry, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor while they cannot be."""
    caplog.set_level(logging.DEBUG)
    another = token_hex(32)
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, data={**entry.data, CONF_WEBHOOK: another})
    with patch("custom_components.japan_mobile.installation_secret", side_effect=NotKept):
        await hass.config_entries.async_setup(entry.entry_id)
    await client.post(f"/api/webhook/{another}", data=b"3.2 GB left")
    assert "unregistered webhook ••••" in caplog.text
    assert another not in caplog.text


def test_a_traceback_does_not_tell_it(caplog: pytest.LogCaptureFixture) -> None:
    """And a message that does not fit its arguments stays its writer's, as without us."""
    secret, log = token_hex(32), logging.getLogger(webhook.__name__)
    hush(secret)
    try:
        raise ValueError(f"/api/webhook/{secret}")
    except ValueError:
        log.exception("Error processing webhook %s", secret)
    assert "ValueError: /api/webhook/••••" in caplog.text
    assert secret not in caplog.text
    with patch.object(logging, "raiseExceptions", new=False), patch.object(log, "propagate", new=False):
        log.warning("%d of %s", "x")  # noqa: PLE1206 - what it is about


class Broken(MockRequest):
    """A request that ends before its body does."""

    def __init__(self, err: Exception) -> None:
        super().__init__(b"", "test", "POST", remote="127.0.0.1")
        self._err = err

    @property
    def content(self) -> Any:
        """What is read instead."""
        reader = StreamReader(Mock(_reading_paused=False), 2**16)
        reader.set_exception(self._err)
        return reader


@pytest.mark.parametrize("err", [RequestPayloadError("400"), ClientConnectionResetError("Connection lost")])
async def test_a_body_that_breaks_off(
    hass: HomeAssistant, entry: ConfigEntry, caplog: pytest.LogCaptureFixture, err: Exception
) -> None:
    """Nobody is told that something was taken which was not."""
    answer = await webhook.async_handle_webhook(hass, entry.data[CONF_WEBHOOK], Broken(err))
    assert answer.status == 400
    assert "Error processing webhook" not in caplog.text


async def test_a_body_that_is_large_when_it_is_unpacked(entry: ConfigEntry, client: Client) -> None:
    """It is not unpacked to its end."""
    packed = gzip.compress(b"x" * 2**24)
    assert len(packed) < LARGEST
    place = f"/api/webhook/{entry.data[CONF_WEBHOOK]}"
    answer = await client.post(place, data=packed, headers={"Content-Encoding": "gzip"})
    assert answer.status == 413


async def test_half_a_sign(entry: ConfigEntry, client: Client) -> None:
    """It becomes a whole one before anybody reads it, and nobody's figures are lost by that."""
    place = f"/api/webhook/{entry.data[CONF_WEBHOOK]}"
    with patch("custom_components.japan_mobile.webhook.hand_in", wraps=hand_in) as handed:
        answer = await client.post(
            place, data=rb'{"text": "3.2 GB left \ud83d"}', headers={"Content-Type": "application/json"}
        )
    assert handed.call_args.args[2] == {"text": "3.2 GB left \ufffd"}
    assert (answer.status, (await answer.json())["remaining"]) == (200, 3.2)
    answer = await client.post(place, data=rb'{"line": "\ud83d"}', headers={"Content-Type": "application/json"})
    assert (answer.status, (await answer.json())["error"]) == (422, "no_such_line")


async def test_what_cannot_be_kept(entry: ConfigEntry, client: Client) -> None:
    """Nobody is told that it was taken: after a restart it would be gone."""
    place = f"/api/webhook/{entry.data[CONF_WEBHOOK]}"
    with patch("homeassistant.helpers.storage.Store._async_write_data", side_effect=WriteError("no space")):
        answer = await client.post(place, data="残り 3.2GB".encode())
        assert answer.status == 507
        assert (await answer.json())["error"] == "not_kept"
    assert (await client.post(place, data="残り 3.2GB".encode())).status == 200


async def test_by_way_of_the_cloud(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """A request that Home Assistant hands on for somebody else is read like any other."""
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_update_entry(entry, options={"webhook_remote": True})
    await hass.config_entries.async_setup(entry.entry_id)
    for body, kind in ((b"3.2 GB left", "text/plain"), (b'{"remaining": 3.2}', "application/json; charset=utf-8")):
        request = MockRequest(body, "cloud", "POST", headers={"Content-Type": kind})
        answer = await asyncio.wait_for(webhook.async_handle_webhook(hass, entry.data[CONF_WEBHOOK], request), 10)
        await hass.async_block_till_done()
        assert answer.status == 200
        assert b'"remaining": 3.2' in bytes(answer.body)  # type: ignore[arg-type]
