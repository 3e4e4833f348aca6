"""Long work gives the event loop back; short work, and work for few lines, is done at once."""

import asyncio
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from custom_components.japan_mobile.slices import AT_ONCE, in_slices

MODULE = "custom_components.japan_mobile.slices"


async def turns(steps: int, lines: int, slice_: float) -> list[str]:
    """What happens in which order when somebody else wants the event loop too."""
    seen: list[str] = []

    def work() -> Iterator[None]:
        for _ in range(steps):
            seen.append("step")
            yield

    async def other() -> None:
        for _ in range(steps):
            seen.append("other")
            await asyncio.sleep(0)

    with patch(f"{MODULE}.SLICE", slice_):
        await asyncio.gather(in_slices(work(), lines), other())
    return seen


async def test_others_have_a_turn_after_each_slice() -> None:
    assert await turns(3, AT_ONCE + 1, 0) == ["step", "other"] * 3


async def test_a_slice_is_as_long_as_it_may_be() -> None:
    assert (await turns(3, AT_ONCE + 1, 60))[:3] == ["step"] * 3


async def test_few_lines_are_done_at_once() -> None:
    assert (await turns(3, AT_ONCE, 0))[:3] == ["step"] * 3


async def test_nothing_more_is_done_when_it_is_not_wanted_any_more() -> None:
    done: list[int] = []

    def work() -> Iterator[None]:
        for number in range(5):
            done.append(number)
            yield

    with patch(f"{MODULE}.SLICE", 0):
        await in_slices(work(), AT_ONCE + 1, lambda: len(done) < 2)
    assert done == [0, 1]


async def test_what_fails_is_raised() -> None:
    def work() -> Iterator[None]:
        yield
        raise KeyError

    with pytest.raises(KeyError):
        await in_slices(work(), 1)
