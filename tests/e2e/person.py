"""A person at a browser: logs in to Home Assistant, and finds the way to the integration's first question."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import json
from typing import Literal

from playwright.async_api import ConsoleMessage, Locator, Page, Response, ViewportSize, async_playwright, expect

from demo.client import PASSWORD, USER
from demo.process import ROOT

from .household import Json, needed

SHOTS = ROOT / ".local" / "screenshots"
IIJMIO = "IIJmio"
"""Its name in the pick list."""
SIZES: dict[str, ViewportSize] = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1400, "height": 900}}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WORDS = {
    "ja": {
        "log in": "ログイン",
        "services": "デバイスとサービス",
        "add": "統合を追加",
        "submit": "送信",
        "finish": "スキップして終了",
    },
    "en": {
        "log in": "Log in",
        "services": "Devices & services",
        "add": "Add integration",
        "submit": "Submit",
        "finish": "Skip and finish",
    },
}
"""What Home Assistant's own frontend calls things. Our own words come from our translations."""

type Role = Literal["button", "link"]


@dataclass
class Person:
    """Somebody at the browser, who speaks one language and takes pictures."""

    page: Page
    language: str
    troubles: list[str] = field(default_factory=list)
    icons: set[int] = field(default_factory=set)
    pictures: int = 0

    def __post_init__(self) -> None:
        self.words = WORDS[self.language]
        path = ROOT / "custom_components" / "japan_mobile" / "translations" / f"{self.language}.json"
        self.texts: Json = json.loads(path.read_text())
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        """Home Assistant cannot get the logos of other integrations from the internet: that is known."""
        url = message.location["url"]
        known = "/api/brands/" in url and "japan_mobile" not in url
        if message.type == "error" and not known:
            self.troubles.append(f"{message.text} {url}")

    def _answered(self, response: Response) -> None:
        if "/api/brands/integration/japan_mobile/icon" in response.url:
            self.icons.add(response.status)

    async def press(self, name: str, role: Role = "button") -> None:
        """Press what has this name, as soon as it is there."""
        await self.page.get_by_role(role, name=name, exact=True).click()

    async def sees(self, text: str, within: Locator | None = None) -> None:
        """Wait until a text can be read."""
        await expect((within or self.page).get_by_text(text).filter(visible=True).first).to_be_visible()

    async def choose(self, select: Locator, option: str) -> None:
        """Pick an option of a drop-down list."""
        await select.locator("ha-picker-field, ha-select").first.click()
        await self.page.get_by_role("menuitem", name=option, exact=True).filter(visible=True).first.click()

    async def picture(self, name: str) -> None:
        """Take a picture at each width, for people to look at."""
        self.pictures += 1
        for size, viewport in SIZES.items():
            await self.page.set_viewport_size(viewport)
            await self.page.wait_for_timeout(250)  # what moves comes to rest
            folder = SHOTS / self.language / size
            folder.mkdir(parents=True, exist_ok=True)
            await self.page.screenshot(path=folder / f"{self.pictures:02}-{name}.png")


@asynccontextmanager
async def person(language: str) -> AsyncIterator[Person]:
    """A person with a browser of that language."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=needed("JAPAN_MOBILE_CHROMIUM"), args=ARGUMENTS)
        context = await browser.new_context(locale=language, viewport=SIZES["desktop"], timezone_id="Asia/Tokyo")
        context.set_default_timeout(20_000)
        expect.set_options(timeout=20_000)
        page = await context.new_page()
        try:
            yield Person(page, language)
        except BaseException:
            SHOTS.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=SHOTS / f"failed-{language}.png")
            raise
        finally:
            await browser.close()


async def log_in(user: Person, url: str) -> None:
    await user.page.goto(url)
    await user.page.locator("input[name=username]").fill(USER)
    await user.page.locator("input[name=password]").fill(PASSWORD)
    await user.picture("login")
    await user.press(user.words["log in"])


async def open_services(user: Person) -> None:
    """Settings, devices and services."""
    await user.page.set_viewport_size(SIZES["desktop"])
    await user.page.locator("a[href='/config']").first.click()
    await user.sees(user.words["services"])
    await user.picture("settings")
    await user.page.get_by_text(user.words["services"]).first.click()
    await user.sees(user.words["add"])
    await user.picture("services")


async def pick_carrier(user: Person, name: str = IIJMIO, login: str = "password") -> None:
    """Add integration, search, carrier: IIJmio unless another is named, with how one logs in to it."""
    label = f"{name} · {user.texts['selector']['login']['options'][login]}"
    await user.page.set_viewport_size(SIZES["desktop"])
    await user.page.get_by_text(user.words["add"]).first.click()
    dialog = user.page.locator("dialog-add-integration")
    await expect(dialog.get_by_role("textbox").first).to_be_focused()
    await user.page.keyboard.type("Japan Mobile")
    await expect(dialog.get_by_text("Aqualink")).to_have_count(0)
    await user.sees("Japan Mobile", dialog)
    await user.picture("search")
    await dialog.get_by_text("Japan Mobile", exact=True).first.click()
    step = user.texts["config"]["step"]["user"]
    for text in (step["title"], step["description"], step["data_description"]["carrier"], "SoftBank"):
        await user.sees(text)
    await user.choose(user.page.locator("ha-selector-select"), label)
    await user.picture("carrier")
    await user.press(user.words["submit"])
