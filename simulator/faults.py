"""What can go wrong on the way, switchable per host and path while the world goes on."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

HTML = "<!DOCTYPE html><html><head><title>お知らせ</title></head><body><p>しばらくお待ちください。</p></body></html>"


class Kind(StrEnum):
    """What happens to a call."""

    STATUS = "status"  # an answer with `status` and `body` instead of the real one
    HTML = "html"  # a page (`body`, else a vague notice) instead of the real answer, status 200
    EMPTY = "empty"  # status 200 and nothing else
    DELAY = "delay"  # the real answer, `seconds` late
    CLOSE = "close"  # the connection closes without an answer
    TRUNCATED = "truncated"  # the real answer breaks off in the middle
    STALL = "stall"  # the real answer, a byte a second
    SHORT = "short"  # half of the real answer, as if it were all
    BIG = "big"  # the real answer, and 50 MB of spaces behind it
    BOMB = "bomb"  # the same, compressed to some kB
    LOOP = "loop"  # a redirect to itself
    AWAY = "away"  # a redirect to `body`, an address; without one to the same address without TLS
    CHARSET = "charset"  # the real answer, declared as UTF-16
    NUL = "nul"  # the real answer with a NUL byte behind every tag or comma
    TYPE = "type"  # the real answer, declared as a picture
    SWAP = "swap"  # the real answer with texts replaced: `swap`
    OLD = "old"  # what was answered to the same call before, where that is remembered


class Line(StrEnum):
    """What happens before a call is made at all, on the line to the portals."""

    REFUSED = "refused"
    DNS = "dns"
    WRONG_CERTIFICATE = "wrong_certificate"
    EXPIRED_CERTIFICATE = "expired_certificate"


@dataclass
class Fault:
    """One thing that goes wrong. `times` None: until cleared. `host` "*": every host.

    With `after`, the portal does its work first (a login counts, a token is spent) and only its answer is replaced.
    `swap` holds regular expressions with what stands instead of each match, in turn.
    """

    host: str
    kind: Kind
    path: str = "/"
    method: str | None = None
    times: int | None = None
    status: int = 503
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    after: bool = False
    swap: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        self.kind = Kind(self.kind)

    def hits(self, method: str, host: str, path: str) -> bool:
        """Whether a call is concerned."""
        return self.host in ("*", host) and path.startswith(self.path) and self.method in (None, method)


class Faults:
    """The faults that are switched on."""

    def __init__(self) -> None:
        self.active: list[Fault] = []
        self.line: Line | None = None
        self.remembers = False
        self.met = 0
        """How many calls a fault has befallen since everything worked last."""
        self._cleared = asyncio.Event()

    def add(self, fault: Fault) -> Fault:
        """Switch a fault on."""
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """Everything works again."""
        self.active.clear()
        self.line = None
        self.met = 0
        self._cleared.set()
        self._cleared = asyncio.Event()

    async def delay(self, fault: Fault) -> None:
        """Wait as long as a fault takes, at most until everything works again."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._cleared.wait(), fault.seconds)

    def take(self, method: str, host: str, path: str) -> Fault | None:
        """The fault that befalls a call, the newest first; it is used up by one."""
        for fault in reversed(self.active):
            if not fault.hits(method, host, path):
                continue
            self.met += 1
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self.active.remove(fault)
            return fault
        return None
