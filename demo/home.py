"""The demo's folder: who may use it, what is kept in it from one start to the next, and how it is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
import json
import os
from pathlib import Path
import shutil

from simulator.clock import TOKYO
from simulator.demo import demo_world
from simulator.world import World
from simulator.worldfile import BadWorld, dump, load

_LOCK = "lock"
_WORLD = "world.json"
_FURNISHED = "furnished.json"
_CONFIG = "config"


class Folder:
    """The folder, which is ours as long as `taken` lasts."""

    def __init__(self, path: Path, lock: int) -> None:
        self.path = path
        self.lock = lock

    @property
    def config(self) -> Path:
        """Home Assistant's own folder."""
        return self.path / _CONFIG

    @property
    def language(self) -> str | None:
        """What the demo speaks, chosen when it was furnished; None while that is not finished."""
        try:
            language: str = json.loads((self.path / _FURNISHED).read_bytes())["language"]
        except FileNotFoundError:
            return None
        except (KeyError, TypeError, ValueError) as err:
            raise RuntimeError(_damaged(self.path / _FURNISHED, str(err))) from None
        return language

    @property
    def browser_port(self) -> int | None:
        """Where the person's browser is found, as Home Assistant knows it; None while there is none."""
        try:
            port: int | None = json.loads((self.path / _FURNISHED).read_bytes()).get("browser_port")
        except FileNotFoundError:
            return None
        return port

    def furnished(self, language: str, browser_port: int | None) -> None:
        """Note that the accounts and the dashboard are there."""
        _write(self.path / _FURNISHED, {"language": language, "browser_port": browser_port})

    def reset(self) -> None:
        """Throw everything away but the lock."""
        for entry in self.path.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name != _LOCK:
                entry.unlink()

    def world(self) -> World:
        """The world as the last demo left it, if that was this month; else a new one."""
        new, kept = demo_world(), self.path / _WORLD
        if not kept.exists():
            return new
        try:
            told = json.loads(kept.read_bytes())
            left = load(told).clock.now().astimezone(TOKYO)
            now = new.now()
            return load(told, now, speed=1.0) if (left.year, left.month) == (now.year, now.month) else new
        except (BadWorld, RecursionError, ValueError) as err:
            raise RuntimeError(_damaged(kept, str(err))) from None

    def keep(self, world: World) -> None:
        """Write the world down for the next start."""
        _write(self.path / _WORLD, dump(world))

    def forget_logins(self) -> None:
        """Drop what was kept of the accounts: the simulated carriers are new at every start and know no old login.

        All but povo, which remembers the devices that it has let in: there nobody could log in without another code;
        and lines without a portal, which have no login.
        """
        for kept in self.config.glob(".storage/japan_mobile.*"):
            account = json.loads(kept.read_bytes())["data"]["account"]
            if account is None or account["carrier"] not in {"povo", "handed"}:
                kept.unlink()


@contextmanager
def taken(path: Path) -> Iterator[Folder]:
    """The folder, made if need be. Raises RuntimeError while another demo, or what is left of one, uses it."""
    path.mkdir(parents=True, exist_ok=True)
    lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(lock, path)
        yield Folder(path, lock)
    finally:
        os.close(lock)


def _lock(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise RuntimeError(
            f"A demo is running in {path}. End it with Ctrl-C in its terminal, then start this one."
        ) from None


def _damaged(file: Path, why: str) -> str:
    return f"{file} is damaged ({why}). Start with --reset to throw the old demo away."


def _write(file: Path, content: object) -> None:
    """Replace a file; whoever cuts the power finds the old one or the new one."""
    new = file.with_suffix(".new")
    with new.open("w", encoding="utf-8") as handle:
        json.dump(content, handle)
        handle.flush()
        os.fsync(handle.fileno())
    new.replace(file)
