"""Home Assistant's process: its folder, its start and its end."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import shutil
import socket
import subprocess
import sys
from typing import Any

import aiohttp

from .clock import MovedClock

ROOT = Path(__file__).resolve().parents[1]

CONFIGURATION = """\
homeassistant:
  name: {name}
  time_zone: Asia/Tokyo
  country: JP
  currency: JPY
  language: {language}
  latitude: 35.68
  longitude: 139.77
  unit_system: metric
frontend:
history:
recorder:
  commit_interval: 1
logger:
  default: {level}
"""


AUTOMATIONS = "automation: !include automations.yaml\n"
"""For a home in which automations are made; it brings half of Home Assistant with it."""


def check_free(port: int) -> None:
    """Raise RuntimeError when somebody has the port."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        raise RuntimeError(f"Port {port} is in use: end what uses it, or choose another one with --port") from None


def stored(key: str, version: int, data: dict[str, Any]) -> str:
    """The text of one of Home Assistant's own storage files."""
    return json.dumps({"version": version, "minor_version": 1, "key": key, "data": data})


def onboarding() -> str:
    """Onboarding, done but for the first user.

    The other steps would ask for a place on the map and add integrations that want the internet.
    """
    return stored("onboarding", 4, {"done": ["core_config", "analytics", "integration"]})


def http_settings(port: int) -> str:
    """Where Home Assistant listens. Settings from elsewhere would have to be confirmed in the browser."""
    settings = {
        "server_port": port,
        "server_host": ["127.0.0.1"],
        "cors_allowed_origins": [],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": datetime.now(UTC).isoformat(),
        "error": None,
        "error_message": None,
    }
    return stored("http", 3, {"stable": settings, "pending": None, "yaml_migration_done": True})


def free_port() -> int:
    """A port on loopback that nobody has just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class HomeAssistant:
    """One Home Assistant with a folder of its own. Its address is `url`; its output goes to `log`.

    It ends when this process does, however that ends. What is in `holds` (open files, by number) stays open as long
    as it lives. `more` is added to its configuration. With a `clock` it lives by that, and whatever was to happen by the
    moment to which that is moved happens at once. Whatever holds its event loop for a millisecond is written to `watch`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        portals: int,
        ca_file: Path,
        python: str = sys.executable,
        port: int | None = None,
        language: str = "en",
        level: str = "warning",
        pace: float = 0,
        holds: tuple[int, ...] = (),
        more: str = "",
        clock: MovedClock | None = None,
        watch: Path | None = None,
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "output.log"
        self._portals = portals
        self._ca_file = ca_file
        self._python = python
        self._language = language
        self._level = level
        self._pace = pace
        self._holds = holds
        self._more = more
        self._clock = clock
        self._watch = watch
        self._process: subprocess.Popen[bytes] | None = None

    def _prepare(self) -> None:
        """Write the configuration and put the integration where Home Assistant looks for it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        storage = self.folder / ".storage"
        storage.mkdir(exist_ok=True)
        (storage / "http").write_text(http_settings(self.port))
        if not (storage / "onboarding").exists():
            (storage / "onboarding").write_text(onboarding())
        text = CONFIGURATION.format(name="Japan Mobile", language=self._language, level=self._level)
        (self.folder / "configuration.yaml").write_text(text + self._more)
        automations = self.folder / "automations.yaml"
        if not automations.exists():
            automations.write_text("[]\n")
        shutil.copytree(ROOT / "blueprints", self.folder / "blueprints", dirs_exist_ok=True)
        link = self.folder / "custom_components" / "japan_mobile"
        link.parent.mkdir(exist_ok=True)
        if not link.exists():
            link.symlink_to(ROOT / "custom_components" / "japan_mobile")

    async def start(self, wait: float = 180, *, whole: bool = False) -> None:
        """Start it and wait until it answers. Raises RuntimeError, with the end of its output, when it does not.

        With `whole`, and a pace, every poll reads all that a carrier tells, not only usage.
        """
        check_free(self.port)
        self._prepare()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "REQUESTS_CA_BUNDLE": str(self._ca_file)}
        environment |= self._clock.environment if self._clock else {}
        command = [
            *(self._python, "-m", "demo.hass", "--portals", str(self._portals), "--pace", str(self._pace)),
            *(["--whole"] if whole else []),
            *(["--timers-follow-clock"] if self._clock else []),
            *(["--watch", str(self._watch)] if self._watch else []),
            *("--", "--config", str(self.folder), "--skip-pip"),
        ]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220 - a start takes milliseconds
                command,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.PIPE,  # nothing is ever written: its end tells the child that we are gone
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self._holds,
            )
        try:
            async with asyncio.timeout(wait):
                await self._answering()
        except TimeoutError:
            raise RuntimeError(f"Home Assistant did not start:\n{self.tail()}") from None

    async def _answering(self) -> None:
        async with aiohttp.ClientSession() as http:
            while True:
                if not self.running:
                    raise RuntimeError(f"Home Assistant ended:\n{self.tail()}")
                with suppress(aiohttp.ClientError):
                    async with http.get(f"{self.url}/manifest.json") as answer:
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.2)

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number. Raises RuntimeError when there is none."""
        if self._process is None:
            raise RuntimeError("Home Assistant does not run")
        return self._process.pid

    def tail(self, lines: int = 40) -> str:
        """The end of its output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    async def stop(self) -> None:
        """Let it shut down in order; after half a minute by force."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            await asyncio.to_thread(self._process.wait, 30)
        except subprocess.TimeoutExpired:
            await self.kill()
        self._forget()

    async def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
            self._forget()

    def _forget(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
