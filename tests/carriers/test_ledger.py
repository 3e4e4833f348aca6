"""The ledger keeps a machine from hurting an account, over restarts too."""

from datetime import datetime, timedelta

import pytest

from custom_components.japan_mobile.carriers.carrier import Credentials
from custom_components.japan_mobile.carriers.errors import CannotConnect, LoginRefused, RateLimited
from custom_components.japan_mobile.carriers.ledger import PER_DAY, Ledger
from custom_components.japan_mobile.carriers.model import TOKYO
from tests.carriers.fetching import Disk

NOW = datetime(2026, 8, 6, 12, tzinfo=TOKYO)
RIGHT = Credentials({"username": "MA0000001", "password": "right-Secret-1"})
WRONG = Credentials({"username": "MA0000001", "password": "wrong-Secret-1"})


async def test_a_refused_pair_is_not_sent_again() -> None:
    """Not after a restart, nor after years; another pair may be."""
    disk = Disk()
    ledger = Ledger(disk.keep("ledger"))
    await ledger.begin(NOW)
    await ledger.end(WRONG, "LoginRefused")
    again = Ledger(disk.keep("ledger"))
    assert again.refused(WRONG)
    with pytest.raises(LoginRefused):
        again.allow(WRONG, NOW + timedelta(days=1000))
    again.allow(RIGHT, NOW)
    assert "Secret" not in disk.saved["ledger"]
    await again.begin(NOW)
    await again.end(RIGHT, "accepted")
    assert again.refused(WRONG)


async def test_unanswered_logins_are_repeated_at_growing_distances() -> None:
    """An attempt is on disk before it is sent, so that a crash counts; and no outage ends in a locked ledger."""
    disk = Disk()
    now = NOW
    gaps = []
    for _ in range(9):
        waited = timedelta()
        while True:
            try:
                Ledger(disk.keep("ledger")).allow(RIGHT, now + waited)
                break
            except CannotConnect:
                waited += timedelta(hours=1)
        gaps.append(int(waited / timedelta(hours=1)))
        now += waited
        await Ledger(disk.keep("ledger")).begin(now)
    assert gaps[:6] == [0, 0, 0, 1, 2, 4]
    assert min(gaps[6:]) >= 4
    ledger = Ledger(disk.keep("ledger"))
    await ledger.end(RIGHT, "accepted")
    ledger.allow(RIGHT, now)


async def test_a_day_has_a_limit() -> None:
    """Even of logins that went well."""
    ledger = Ledger(Disk().keep("ledger"))
    for _ in range(PER_DAY):
        ledger.allow(RIGHT, NOW)
        await ledger.begin(NOW)
        await ledger.end(RIGHT, "accepted")
    with pytest.raises(RateLimited) as limited:
        ledger.allow(RIGHT, NOW + timedelta(hours=23))
    assert limited.value.retry_after == timedelta(hours=1)
    ledger.allow(RIGHT, NOW + timedelta(hours=25))


@pytest.mark.parametrize("outcome", ["LayoutChanged", "ForeignAnswer"])
async def test_an_answer_that_is_not_understood(outcome: str) -> None:
    """It may hide a refusal: one try a day."""
    ledger = Ledger(Disk().keep("ledger"))
    await ledger.begin(NOW)
    await ledger.end(RIGHT, outcome)
    with pytest.raises(RateLimited):
        ledger.allow(RIGHT, NOW + timedelta(hours=23))
    ledger.allow(RIGHT, NOW + timedelta(hours=25))


def test_credentials_do_not_show() -> None:
    """Neither they nor what is kept appear in a representation."""
    assert "Secret" not in repr(RIGHT)
    assert len(RIGHT) == len(list(RIGHT)) == 2
    assert repr(Disk().keep("x")) == "<Keep of 0 secrets>"


async def test_figures_confirm_a_login_whose_end_was_not_written_down() -> None:
    """The process died between saving the login state and noting the outcome."""
    disk = Disk()
    await Ledger(disk.keep("ledger")).begin(NOW)
    again = Ledger(disk.keep("ledger"))
    await again.confirm()
    assert [entry["outcome"] for entry in again.attempts] == ["accepted"]
    await again.end(RIGHT, "HumanCheckNeeded")
    await again.confirm()
    assert [entry["outcome"] for entry in again.attempts] == ["HumanCheckNeeded"]


async def test_every_refused_pair_is_remembered() -> None:
    """Not only the last one; and one that is accepted later is free again."""
    other = Credentials({"username": "MA0000001", "password": "another"})
    ledger = Ledger(Disk().keep("ledger"))
    for pair in (WRONG, other):
        await ledger.begin(NOW)
        await ledger.end(pair, "LoginRefused")
    assert ledger.refused(WRONG)
    assert ledger.refused(other)
    await ledger.begin(NOW)
    await ledger.end(other, "accepted")
    assert ledger.refused(WRONG)
    assert not ledger.refused(other)
