"""What docs/security.md promises: each test that it names is there, and those that are nowhere else are here."""

from pathlib import Path
import re
from typing import Any

from homeassistant.core import HomeAssistant

from custom_components.japan_mobile.const import CONF_WEBHOOK
from custom_components.japan_mobile.history import _file
from custom_components.japan_mobile.store import AccountStore

ROOT = Path(__file__).parents[1]
CODE = ROOT / "custom_components" / "japan_mobile"
NAMED = re.compile(r"\]\(\.\./(tests/[\w/]+\.py)\)((?:,? `test_\w+`)*)")
LAX = re.compile(
    r"\b(?:ssl|verify\w*|check_hostname)\b[\"']?\s*[=:]\s*(?:False|0)\b|CERT_NONE|_unverified_context|SSLCipherList"
    r"|verify_mode|set_ciphers|minimum_version"
)


def test_every_test_that_is_named_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    found = NAMED.findall(page)
    assert len(found) > 15
    for file, names in found:
        text = (ROOT / file).read_text()
        for name in re.findall(r"test_\w+", names):
            assert re.search(rf"^(?:async )?def {name}\(", text, re.MULTILINE), f"{file}: {name}"


def test_nothing_turns_off_the_checks_of_certificates() -> None:
    for file in CODE.rglob("*.py"):
        assert not LAX.search(file.read_text()), file
    for lax in (
        "ssl=False",
        '{"ssl": False}',
        "verify_ssl = False",
        "ssl._create_unverified_context()",
        "verify_mode = 0",
    ):
        assert LAX.search(lax)


def test_connections_are_made_as_home_assistant_makes_them() -> None:
    """To carriers: with its own connector, which checks certificates; nothing is given in a place without a name."""
    made = {call for file in CODE.glob("*.py") for call in re.findall(r"\w*clientsession\(.*", file.read_text())}
    assert made == {
        "async_create_clientsession(hass, cookie_jar=cookie_jar())",
        "async_create_clientsession(self._hass, auto_cleanup=False, cookie_jar=cookie_jar())",
    }
    assert not [file for file in CODE.glob("*.py") if re.search(r"ClientSession\(|Connector\(", file.read_text())]


async def test_files_are_private_and_whole(hass: HomeAssistant) -> None:
    """As Home Assistant is told of each: their owner alone may read them, and a new one replaces the old one whole."""
    for file in (AccountStore(hass, "key")._file, _file(hass, "key")):
        assert (file._private, file._atomic_writes) == (True, True)


async def test_the_webhooks_address_cannot_be_guessed(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """It is Home Assistant's, of 256 bits: of two accounts that are described alike, each has another."""
    found = set()
    for _ in range(2):
        form: Any = await hass.config_entries.flow.async_init("japan_mobile", context={"source": "user"})
        form = await hass.config_entries.flow.async_configure(form["flow_id"], {"carrier": "handed"})
        typed = {"account": "docomo", "name": "Mum", "cycle_day": 1, "unlimited": False}
        result: Any = await hass.config_entries.flow.async_configure(form["flow_id"], typed)
        await hass.async_block_till_done()
        found.add(result["result"].data[CONF_WEBHOOK])
    assert len(found) == 2
    assert all(re.fullmatch("[0-9a-f]{64}", address) for address in found)
