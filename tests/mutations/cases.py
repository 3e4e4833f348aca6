"""What is changed and judged: a page of a drawn world, what it says, and our reading of it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings, strategies as st
from yarl import URL

from custom_components.japan_mobile.carriers.web import Page
from simulator.world import World
from tests.mutations.kinds import Scene

type Json = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What was read, by the names of the values, and the names of what could not be."""

    line: Json
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One page, the truth about it, and our reading: it raises a `CarrierError`, or finds something.

    `also` are values that are right too, where a change may say more than the page did.
    """

    page: str
    scene: Scene
    truth: Json
    read: Callable[[str], Found]
    also: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """A portal. `cases` makes one case of a drawn world."""

    name: str
    worlds: tuple[st.SearchStrategy[World], ...]
    case: Callable[[World, Random], Case]

    def cases(self, count: int, number: int) -> list[Case]:
        """As many cases as worlds are asked for; the same seed gives the same."""
        random = Random(f"{self.name}/{number}")
        each = -(-count // len(self.worlds))
        return [self.case(world, random) for strategy in self.worlds for world in drawn(strategy, each, number)]


def drawn(strategy: st.SearchStrategy[World], count: int, number: int) -> list[World]:
    """As many worlds; the same seed gives the same."""
    found: list[World] = []

    @seed(number)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def draw(world: World) -> None:
        found.append(deepcopy(world))

    draw()
    return found


def as_page(html: str, url: str) -> Page:
    """An answer with that page."""
    return Page(URL(url), 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode())


def later_on(world: World, random: Random) -> World:
    """The same world some hours later on the same day, nothing used yet."""
    found = deepcopy(world)
    now = world.now()
    evening = now.replace(hour=23, minute=59, second=59, microsecond=0)
    found.clock.set(min(max(now, evening), now + timedelta(hours=random.randint(1, 6))))
    found.settled = found.clock.now()
    return found
