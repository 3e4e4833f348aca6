"""What Home Assistant keeps is written to real files, in a folder of each test's own."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def hass_config_dir(tmp_path: Path) -> str:
    """A folder of its own, for files are written."""
    return str(tmp_path)


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Files are files."""
    return {}
