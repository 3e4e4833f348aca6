"""The four ways in which something is handed in, with the integration's own blueprints in a real Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from demo.process import AUTOMATIONS
from simulator.clock import Clock
from simulator.world import World

from .household import household, until, up

type Json = dict[str, Any]

LINE = {
    "account": "Example Mobile",
    "name": "Mum",
    "number": "090-0000-5678",
    "allowance": 20,
    "cycle_day": 1,
    "unlimited": False,
}


class Modem:
    """Stands for a modem: takes the SMS that Home Assistant sends, and says in an event what it receives."""

    def __init__(self) -> None:
        self.sent: list[Json] = []
        self.reply = ""
        self.client: HomeClient | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """The address that SMS are posted to."""
        app = web.Application()
        app.router.add_post("/sms", self._take)
        server = TestServer(app)
        await server.start_server()
        yield str(server.make_url("/sms"))
        await server.close()

    async def _take(self, request: web.Request) -> web.Response:
        self.sent.append(await request.json())
        if self.reply and self.client is not None:
            asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(self.receive("12345", self.reply)))
        return web.Response()

    async def receive(self, sender: str, text: str) -> None:
        """What Home Assistant's Netgear LTE integration fires for an SMS."""
        assert self.client is not None
        data = {"host": "192.168.5.1", "sms_id": 1, "from": sender, "message": text}
        await self.client.command("fire_event", event_type="netgear_lte_sms", event_data=data)


async def automate(client: HomeClient, blueprint: str, name: str = "", **inputs: Any) -> str:
    """Make an automation of a blueprint, as its editor does; returns its entity."""
    key = f"{blueprint}{name}"
    config = {"alias": key, "use_blueprint": {"path": f"japan_mobile/{blueprint}.yaml", "input": inputs}}
    await client.call("POST", f"/api/config/automation/config/{key}", config)

    async def there() -> str:
        states = await client.states()
        return next((one for one, state in states.items() if state["attributes"].get("id") == key), "")

    return await until(there)


async def remaining(client: HomeClient) -> str:
    """What is left, as Home Assistant shows it."""
    entities = next(keys for name, keys in (await entities_by_device(client)).items() if name == "Mum")
    state: str = (await client.states())[entities["data_remaining"]]["state"]
    return state


async def shows(client: HomeClient, value: str) -> None:
    """Wait until that much is left."""

    async def same() -> bool:
        return await remaining(client) == value

    await until(same)


async def stays(client: HomeClient, value: str) -> None:
    """It is still that after everything has settled."""
    await asyncio.sleep(1)
    assert await remaining(client) == value


async def test_all_four_ways(tmp_path: Path) -> None:
    modem = Modem()
    async with modem.running() as address:
        more = (
            AUTOMATIONS + f"mobile_app:\nrest_command:\n  modem:\n    url: {address}\n    method: POST\n"
            "    content_type: application/json\n"
            '    payload: \'{{ {"message": message, "target": target} | to_json }}\'\n'
            "script:\n  modem:\n    sequence:\n      - action: rest_command.modem\n"
            "        data:\n          message: '{{ message }}'\n          target: '{{ target }}'\n"
        )
        async with (
            household(tmp_path, World(Clock(None, 0), []), more=more) as house,
            house.client() as client,
            house.client() as modem.client,  # of its own: it speaks while we wait for an action to end
        ):
            await up(client)
            form = await client.flow({"carrier": "handed"})
            assert form["step_id"] == "handed"
            assert (await client.answer(form, LINE))["type"] == "create_entry"
            line = next(one["id"] for one in (await client.devices()).values() if one["name"] == "Mum")
            await _app(client, line)
            await _mail(client, line)
            await _sms(client, line, modem)
            await _enquiry(client, line, modem)
            await _numbers(client, line)
            await _webhook(client)
        log = house.home.log.read_text()
        assert "custom_components/japan_mobile" not in log, log[-4000:]
        assert "5678" not in log


async def _app(client: HomeClient, line: str) -> None:
    """A notification on an Android phone, by the sensor that the companion app registers."""
    phone = await client.call(
        "POST",
        "/api/mobile_app/registrations",
        {
            "device_id": "phone", "app_id": "io.homeassistant.companion.android", "app_name": "Home Assistant",
            "app_version": "1", "device_name": "Pixel", "manufacturer": "x", "model": "x", "os_name": "Android",
            "os_version": "16", "supports_encryption": False,
        },
    )  # fmt: skip
    hook = f"/api/webhook/{phone['webhook_id']}"
    sensor = {"type": "sensor", "unique_id": "last_notification", "name": "Last notification", "state": "none"}
    await client.call("POST", hook, {"type": "register_sensor", "data": {**sensor, "attributes": {}}})

    async def notify(package: str, title: str, text: str) -> None:
        attributes = {"package": package, "android.title": title, "android.text": text}
        update = {"type": "sensor", "unique_id": "last_notification", "state": text, "attributes": attributes}
        await client.call("POST", hook, {"type": "update_sensor_states", "data": [update]})

    async def there() -> str:
        return next((one for one in await client.states() if one.endswith("last_notification")), "")

    entity = await until(there)
    await automate(
        client, "hand_in_app_notification", line=line, sensor=entity, package="jp.example.app", words="Example"
    )
    await notify("jp.example.app", "Example Mobile", "データ残量：3.2GB / 20GB")
    await shows(client, "3.2")
    await notify("com.other", "Example Mobile", "データ残量：9.9GB")
    await notify("jp.example.app", "Somebody", "データ残量：9.9GB")
    await notify("jp.example.app", "Example Mobile", "データ残量が 1GB を下回りました")
    await notify("jp.example.app", "Example Mobile", "{{ states('sensor.x') }} <script>残量 9GB</script>")
    await stays(client, "3.2")


async def _mail(client: HomeClient, line: str) -> None:
    """A mail, as the IMAP integration tells of it."""
    await automate(client, "hand_in_mail", line=line, sender="@example.jp", subject="")

    async def mail(sender: str, text: str) -> None:
        data = {"server": "imap.example.jp", "sender": sender, "subject": "お知らせ", "text": text, "headers": {}}
        await client.command("fire_event", event_type="imap_content", event_data=data)

    await mail("info@example.jp", "<html><body><p>データ残量</p><p>3.1GB</p></body></html>")
    await shows(client, "3.1")
    await mail("info@example.jp.evil.example", "データ残量 9GB")
    await mail("info@example.jp", "080-0000-1111 様 データ残量 9GB")
    await stays(client, "3.1")


async def _sms(client: HomeClient, line: str, modem: Modem) -> None:
    """An SMS that a modem receives."""
    await automate(client, "hand_in_sms", line=line, sender="+81-EXAMPLE")
    await modem.receive("+81-EXAMPLE", "You have 3.0 GB left.")
    await shows(client, "3.0")
    await modem.receive("0801", "You have 9.0 GB left.")
    await stays(client, "3.0")


async def _enquiry(client: HomeClient, line: str, modem: Modem) -> None:
    """An SMS that asks, and its reply; never to a number of three digits, not even by hand."""
    modem.reply = "剩余流量：2.9GB"
    asks: Json = {"line": line, "notifier": "script.modem", "message": "ZANDAKA"}
    for name, number in (
        ("911", "911"),
        ("dashes", "9-1-1"),
        ("blank", ""),
        ("four", "1104"),
        ("two", "911,911"),
        ("apart", "118 118"),
        ("signs", "*#06#911"),
    ):
        entity = await automate(client, "enquiry_sms", name, **asks, number=number)
        await client.act("automation.trigger", {"entity_id": entity})
        await asyncio.sleep(0.5)
        assert modem.sent == [], name
    entity = await automate(client, "enquiry_sms", **asks, number="12345")
    await client.act("automation.trigger", {"entity_id": entity})
    await shows(client, "2.9")
    assert [(one["message"], one["target"]) for one in modem.sent] == [("ZANDAKA", ["12345"])]


async def _numbers(client: HomeClient, line: str) -> None:
    """Numbers that somebody has read himself, by the action."""
    given = {"device_id": line, "used": 17.2, "remaining": 2.8, "bill": 3278, "bill_month": "2026-10"}
    answer = await client.act("japan_mobile.hand_in", given, answers=True)
    assert answer["remaining"] == 2.8
    await shows(client, "2.8")


async def _webhook(client: HomeClient) -> None:
    """A script's post to the secret address that the options show."""
    (entry,) = await client.command("config_entries/get", domain="japan_mobile")
    form = await client.call("POST", "/api/config/config_entries/options/flow", {"handler": entry["entry_id"]})
    path = form["description_placeholders"]["webhook"]
    assert (await client.call("POST", path, {"line": "Mum", "text": "残り 2.7GB"}))["remaining"] == 2.7
    await shows(client, "2.7")
