"""What docs/security.md promises: each test that it names is there, and those that are nowhere else are here."""

from pathlib import Path
import re

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant

from custom_components.japan_mobile.history import _file
from custom_components.japan_mobile.store import AccountStore

ROOT = Path(__file__).parents[1]
CODE = ROOT / "custom_components" / "japan_mobile"
NAMED = re.compile(r"\]\(\.\./(tests/[\w/]+\.py)\)((?:,? `test_\w+`)*)")
LAX = re.compile(
    r"ssl\s*=\s*False|verify_ssl\s*=\s*False|verify\s*=\s*False|CERT_NONE|check_hostname\s*=\s*False|SSLCipherList\.INSECURE"
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


async def test_files_are_private_and_whole(hass: HomeAssistant) -> None:
    """As Home Assistant is told of each: their owner alone may read them, and a new one replaces the old one whole."""
    for file in (AccountStore(hass, "key")._file, _file(hass, "key")):
        assert (file._private, file._atomic_writes) == (True, True)


def test_the_webhooks_address_cannot_be_guessed() -> None:
    assert len({webhook.async_generate_id() for _ in range(100)}) == 100
    assert len(webhook.async_generate_id()) >= 64
