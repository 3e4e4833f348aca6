"""A small, faultless checkout, for each test to break in one place."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import pytest

from checks.tree import Tree

type Write = Callable[[str, Any], None]

INTEGRATION = "custom_components/japan_mobile"
MANIFEST = {
    "domain": "japan_mobile", "name": "Japan Mobile", "codeowners": ["@owner"], "config_flow": True,
    "documentation": "https://example.com/docs", "iot_class": "cloud_polling", "issue_tracker": "https://example.com/issues",
    "requirements": ["selectolax==1.0.2"], "version": "0.1.0",
}  # fmt: skip
ENGLISH = {
    "config": {
        "step": {"user": {"title": "Sign in", "data": {"username": "ID"}, "data_description": {"username": "Your ID"}}},
        "error": {"login_refused": "Refused by {carrier}"},
        "abort": {"already_configured": "Already there"},
    },
    "entity": {"sensor": {"data_used": {"name": "Data used", "state": {"many": "Many"}}}},
    "exceptions": {"maintenance": {"message": "Closed until {until}"}},
    "issues": {"human_check": {"title": "Someone must look", "description": "Open the portal"}},
    "services": {"refresh": {"name": "Refresh", "description": "Ask now", "fields": {"line": {"name": "Line"}}}},
}
ICONS = {
    "entity": {"sensor": {"data_used": {"default": "mdi:sim", "range": {"0": "mdi:sim", "50": "mdi:sim-alert"}}}},
    "services": {"refresh": {"service": "mdi:refresh"}},
}
FILES = {
    "config_flow.py": '''
class Flow:
    def step(self, errors):
        errors["base"] = "login_refused"
        self._abort_if_unique_id_configured()
        return self.async_show_form(step_id="user", errors=errors)
''',
    "sensor.py": 'SENSOR = SensorEntityDescription(key="used", translation_key="data_used")\n',
    "repairs.py": '''
def tell(hass):
    ir.async_create_issue(hass, "japan_mobile", "1", translation_key="human_check")
    raise UpdateFailed(translation_domain="japan_mobile", translation_key="maintenance")
''',
    "services.yaml": "refresh:\n  fields:\n    line:\n      selector:\n        text:\n",
    "quality_scale.yaml": "rules:\n  brands: done\n  discovery:\n    status: exempt\n    comment: An account in a cloud.\n",
    "brand/icon.png": "",
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a file, by its path from the root; what is not text becomes JSON."""

    def _write(name: str, content: Any) -> None:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")

    return _write


@pytest.fixture
def root(tmp_path: Path, write: Write) -> Path:
    """The root of the faultless checkout."""
    for name, content in FILES.items():
        write(f"{INTEGRATION}/{name}", content)
    write(f"{INTEGRATION}/manifest.json", MANIFEST)
    write(f"{INTEGRATION}/icons.json", ICONS)
    write(f"{INTEGRATION}/translations/en.json", ENGLISH)
    write(f"{INTEGRATION}/translations/ja.json", ENGLISH)
    write("hacs.json", {"name": "Japan Mobile", "country": ["JP"]})
    write("README.md", "# Japan Mobile\n")
    write("requirements/test.txt", "selectolax==1.0.2  # reads pages\n")
    write("requirements/test.lock.txt", "selectolax==1.0.2\nother==1.0 ; sys_platform == 'linux'\n")
    return tmp_path


@pytest.fixture
def tree(root: Path) -> Tree:
    """The faultless checkout; its files are read when a check asks for them."""
    return Tree(root)


@pytest.fixture
def change(root: Path) -> Callable[..., None]:
    """Set (or, with `...`, delete) one value in a JSON file of the integration.

    As in `change("manifest.json", "name", 3)`: the file, the keys that lead to the value, the value.
    """

    def _change(name: str, *path: Any) -> None:
        file = root / INTEGRATION / name
        content = part = json.loads(file.read_text("utf-8"))
        *keys, last, value = path
        for key in keys:
            part = part.setdefault(key, {})
        if value is ...:
            del part[last]
        else:
            part[last] = value
        file.write_text(json.dumps(content), "utf-8")

    return _change
