"""The pictures of the documentation, made anew: `script/pictures`. A real Home Assistant, a browser, and invented lines."""

import asyncio
from pathlib import Path
import tempfile

from demo.process import ROOT

from .household import household, neighbours, up
from .person import log_in, person
from .test_browser_card import PATH, dashboard, speak
from .test_voice import name

FOLDER = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 1140}


async def main() -> None:
    """Make them."""
    world = neighbours(1)
    with tempfile.TemporaryDirectory() as folder:
        async with household(Path(folder), world) as house, house.client() as client, person("en") as user:
            await house.add(client, world.accounts[0])
            await up(client)
            await dashboard(client, PATH, {"strategy": {"type": "custom:japan-mobile"}})
            await log_in(user, house.home.url)
            await user.sees("Settings")
            for language in ("en", "ja", "zh-Hans"):
                await speak(client, language)
                await name(client, language)
                await user.page.set_viewport_size(SIZE)  # type: ignore[arg-type]
                await user.page.goto(f"{house.home.url}/{PATH}/overview")
                await user.page.locator("japan-mobile-line-card .bar").first.wait_for()
                await user.page.wait_for_timeout(1_500)
                await user.page.screenshot(path=FOLDER / f"dashboard-{language}.png")


if __name__ == "__main__":
    asyncio.run(main())
