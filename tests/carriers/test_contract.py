"""What the contract itself promises: fields that fit together, and what outlives a login."""

from dataclasses import replace
from datetime import date, datetime
import json

import pytest

from custom_components.japan_mobile.carriers import CARRIERS, wire
from custom_components.japan_mobile.carriers.carrier import Field
from custom_components.japan_mobile.carriers.keep import Keep
from custom_components.japan_mobile.carriers.model import Account, Line
from custom_components.japan_mobile.carriers.places import Unusable
from simulator import TOKYO

SEVERAL_WAYS = replace(
    CARRIERS["iijmio"],
    fields=(
        Field("username", "ID", required=False),
        Field("password", "PASS", secret=True, required=False),
        Field("key", "KEY", secret=True, required=False),
        Field("coverage", "COVERAGE", options=("jp", "g")),
    ),
    ways=(frozenset({"username", "password"}), frozenset({"key"})),
)


@pytest.mark.parametrize(
    "typed",
    [{"coverage": "jp", "key": "k"}, {"coverage": "g", "username": "u", "password": "p", "key": ""}],
)
def test_one_way_is_enough(typed: dict[str, str]) -> None:
    SEVERAL_WAYS.check(typed)


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({"key": "k"}, "coverage", "empty"),
        ({"key": "k", "coverage": "moon"}, "coverage", "option"),
        ({"coverage": "jp"}, "username", "empty"),
        ({"coverage": "jp", "username": "u", "password": " "}, "password", "empty"),
    ],
)
def test_what_cannot_be_a_login(typed: dict[str, str], field: str, why: str) -> None:
    """The field that is told is the one that is missing in the way that was begun."""
    with pytest.raises(Unusable) as refused:
        SEVERAL_WAYS.check(typed)
    assert (refused.value.field, refused.value.why) == (field, why)


def test_what_outlives_a_login() -> None:
    keep = Keep({"device_id": "d", "token": "t"})
    keep.forget({"device_id", "other"})
    assert keep == {"device_id": "d"}
    keep.forget()
    assert keep == {}


def test_what_is_kept_but_not_printed() -> None:
    """A line's name and its last day are no part of the printed form, whose keys others rely on."""
    line = Line(line_id="1", name="tablet", suspends=date(2027, 1, 31))
    account = Account(carrier="iijmio", account_id="MA", fetched_at=datetime(2026, 8, 6, tzinfo=TOKYO), lines=(line,))
    assert wire.load(json.loads(json.dumps(wire.dump(account, kept=True)))) == account
    assert {"name", "suspends"}.isdisjoint(wire.dump(account)["lines"][0])
