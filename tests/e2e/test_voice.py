"""Questions by voice, through the conversation API of a real Home Assistant: answered with the truth, or not at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
from typing import Any

from demo.client import HomeClient
from demo.dashboard import entities_by_device
from demo.process import AUTOMATIONS

from .household import Household, household, neighbours, up

type Json = dict[str, Any]

PHRASINGS: dict[str, list[Json]] = json.loads((Path(__file__).parent / "phrasings.json").read_text())
NAMES = {
    "en": ("Anna", "Dad", "Kids tablet", "Office"),
    "ja": ("花子", "お父さん", "子供のタブレット", "書斎"),
    "zh-Hans": ("小红", "爸爸", "孩子的平板", "书房"),
    "zh-Hant": ("小紅", "爸爸", "孩子的平板", "書房"),
}
LINES = ("070-••••-0001", "070-••••-0002", "070-••••-0003")
TOLD = frozenset({
    "data_remaining", "data_used", "used_today", "will_run_out", "run_out_time", "reset_date", "daily_budget", "line_bill",
    "latest_bill", "amount_due", "due_date", "payment_overdue",
})  # fmt: skip


async def ask(client: HomeClient, text: str, language: str) -> str:
    """What Assist says to a text; empty where it did not understand."""
    answer = await client.command("conversation/process", text=text, language=language)
    response = answer["response"]
    understood = response["response_type"] != "error"
    return str(response["speech"]["plain"]["speech"]) if understood else ""


async def expose(client: HomeClient, entities: list[str], *, shown: bool = True) -> None:
    """Expose entities to Assist, or hide them from it."""
    await client.command(
        "homeassistant/expose_entity", assistants=["conversation"], entity_ids=entities, should_expose=shown
    )


async def name(client: HomeClient, language: str) -> None:
    """Call the lines as the phrasings do, the third one by the area it is in too."""
    *names, area = NAMES[language]
    devices = {one["name"]: device_id for device_id, one in (await client.devices()).items()}
    known = {one["name"]: one["area_id"] for one in await client.command("config/area_registry/list")}
    area_id = known.get(area) or (await client.command("config/area_registry/create", name=area))["area_id"]
    for line, called in zip(LINES, names, strict=True):
        more = {"area_id": area_id} if called == names[2] else {}
        await client.command("config/device_registry/update", device_id=devices[line], name_by_user=called, **more)


@asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[tuple[Household, HomeClient, dict[str, dict[str, str]]]]:
    """A household with IIJmio's three lines, all that is told exposed; entities by device and key."""
    world = neighbours(1)
    [account] = world.accounts
    async with (
        household(folder, world, pace=3600, more=f"{AUTOMATIONS}conversation:\n") as house,
        house.client() as client,
    ):
        await house.add(client, account)
        await up(client)
        entities = await entities_by_device(client)
        await expose(client, [one for keys in entities.values() for key, one in keys.items() if key in TOLD])
        yield house, client, entities


async def test_x(tmp_path: Path) -> None:
    async with listening(tmp_path) as (house, client, entities):
        import asyncio

        for language in NAMES:
            await name(client, language)
            await asyncio.sleep(4)
            for one in PHRASINGS[language]:
                print(
                    language, one["topic"], one["who"], "|", one["text"], "|", await ask(client, one["text"], language)
                )
