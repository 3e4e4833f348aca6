"""Home Assistant, unchanged, on a machine where the carriers' host names lead to the simulator and nothing else leads anywhere.

Usage: python -m demo.hass --portals PORT --pace SECONDS [--whole] [--timers-follow-clock] -- ARGUMENTS OF HOME ASSISTANT

The pace is how often the carriers' usage is asked for, so that a demo moves while one watches; 0 leaves it as it is.
Timers that follow the clock run out as soon as the machine's clock is moved on to their time.
Standard input is a pipe to the process that started this one: when it closes, that one is gone, and this one ends too.
"""

import argparse
from dataclasses import replace
from datetime import timedelta
import os
from pathlib import Path
import signal
import sys
from threading import Thread
import time
from typing import override

from aiohttp.abc import ResolveResult
from homeassistant import __main__ as home_assistant, runner
from homeassistant.helpers import aiohttp_client

from simulator.portals import PORTALS
from simulator.resolver import SimulatorResolver

from .watch import watch_loop


def lead_to_simulator(port: int) -> None:
    """Give Home Assistant's HTTP client the simulator's name service."""
    resolver = SimulatorResolver([host for portal in PORTALS for host in portal.hosts], port)

    class HouseholdResolver(aiohttp_client.HassAsyncDNSResolver):
        @override
        async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
            return await resolver.resolve(host, port)

    aiohttp_client.HassAsyncDNSResolver = HouseholdResolver  # type: ignore[misc]


def quicken(seconds: float, *, whole: bool) -> None:
    """Let every carrier be asked that often for usage, and by hand as often as one likes.

    With `whole` every poll reads history, bills and contracts too, as the first one of a day does.
    """
    from custom_components.japan_mobile import carriers  # noqa: PLC0415 - Home Assistant's, from the folder it runs in

    for key, carrier in carriers.CARRIERS.items():
        pace = carrier.pace._replace(usage=timedelta(seconds=seconds), by_hand=timedelta(0))
        if whole:
            pace = pace._replace(bills=timedelta(0), history=timedelta(0), contract=timedelta(0))
        carriers.CARRIERS[key] = replace(carrier, pace=pace)


def follow_clock() -> None:
    """Let what is to happen in an hour happen when the machine's clock is moved on by an hour.

    Pages are read at once then: libfaketime now and then tells the true time where several threads ask for it.
    """
    from custom_components.japan_mobile.carriers import aside  # noqa: PLC0415 - Home Assistant's, from the folder it runs in

    runner.monotonic = time.time  # type: ignore[attr-defined]
    aside.LONG = sys.maxsize


def end_with_parent() -> None:
    """Ask ourselves to end in order as soon as standard input does."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="parent", daemon=True).start()


def main() -> int:
    """Run Home Assistant until it stops; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portals", type=int, required=True)
    parser.add_argument("--pace", type=float, default=0)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--timers-follow-clock", action="store_true")
    parser.add_argument("--watch", type=Path)
    parser.add_argument("rest", nargs=argparse.REMAINDER)
    ours = parser.parse_args()
    end_with_parent()
    lead_to_simulator(ours.portals)
    if ours.pace:
        quicken(ours.pace, whole=ours.whole)
    if ours.timers_follow_clock:
        follow_clock()
    if ours.watch:
        watch_loop(ours.watch)
    sys.argv = ["hass", *(argument for argument in ours.rest if argument != "--")]
    return home_assistant.main()


if __name__ == "__main__":
    sys.exit(main())
