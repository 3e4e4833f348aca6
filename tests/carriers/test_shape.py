"""JSON as text that may be posted, and the codes of failures that may be repeated."""

import json
from typing import Any

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.codes import told_code
from custom_components.japan_mobile.carriers.errors import CannotConnect, LayoutChanged
from custom_components.japan_mobile.carriers.shape import masked_key
from custom_components.japan_mobile.carriers.skeleton import shown_on, skeleton
from custom_components.japan_mobile.carriers.web import Page


def answer(content: Any) -> Page:
    """An answer of an interface."""
    return Page(URL("https://api.example.jp/mineo/v1/get_capacity"), 200, {}, json.dumps(content).encode())


def test_the_shape_of_an_answer() -> None:
    """Known keys, what stands beside them, and nothing of whose it is."""
    told = skeleton(
        answer(
            {
                "resultCode": "00",
                "packetInfo": {"baseCapacity": 10240, "baseRest": None, "見本花子": True, "09000000001": 1.5},
                "telNumList": [
                    {"custId": "TST00AA001", "lineName": "見本花子", "telNum": "08000000001"},
                    {"custId": "TST00AA002", "lineName": "試験太郎", "telNum": "08000000002"},
                    {"custId": "TST00AA003", "lineName": None, "telNum": "08000000003"},
                ],
                "error": "Hanako",
                "status": "bad_request",
            }
        )
    )
    assert told.splitlines() == [
        "JSON api.example.jp/mineo/*/get_capacity",
        "{}",
        '  resultCode "00"',
        "  packetInfo {}",
        "    baseCapacity 9",
        "    +baseRest null",
        "    +x true",
        "    +x 9.9",
        "  telNumList []",
        "    {}",
        '      custId "某9某9"',
        '      lineName "某"',
        '      telNum "9"',
        "    {}",
        '      custId "某9某9"',
        "      lineName null",
        '      telNum "9"',
        '  error "某"',
        '  status "bad_request"',
    ]


def test_the_shape_does_not_depend_on_figures() -> None:
    one, other = (
        {"list": [{"amount": n, "text": f"{n}GB"} for n in range(first, last)]} for first, last in ((1, 4), (800, 830))
    )
    assert skeleton(answer(one)) == skeleton(answer(other))


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
_SECRET = "見本花子Hanako07012345678"


@given(_JSON, st.sampled_from(["error", "code", "name", "x", _SECRET]))
def test_no_value_comes_through(content: Any, key: str) -> None:
    """Whatever stands around it, and whichever key it has or is."""
    for hidden in ({key: _SECRET, "more": content}, {_SECRET: content}, [content, {key: {_SECRET: [_SECRET]}}]):
        told = skeleton(answer(hidden))
        assert told.startswith("JSON ")
        assert not [part for part in ("見本花子", "anako", "0701234") if part in told]


def test_a_deep_answer_is_cut() -> None:
    content: Any = "x"
    for _ in range(200):
        content = [{"list": content}]
    assert len(skeleton(answer(content)).splitlines()) < 60


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ERROR_CODE_041", True), ("bad_request", True), ("0098", True), (403001, True), ("E1", True), ("invalid_token", True),
        ("MA0000001", False), ("mihonhanako", False), ("hanako.mihon", False), ("07000000001", False), ("19900417", False),
        ("見本", False), ("", False), (True, False), (None, False), ("a" * 17, False), ("TST00AA001", False),
    ],
)  # fmt: skip
def test_codes_that_may_be_told(code: Any, *, told: bool) -> None:
    """A portal's words and short numbers; nothing that could be somebody's."""
    assert told_code(code) == (str(code) if told else None)


def test_keys() -> None:
    """Those of the sheets as they are, of others the words that everybody uses."""
    keys = ("telNumList", "baseRest", "hanakoData", "hanako", "LW0000000008", "data_left", "a" * 60, "値")
    assert [masked_key(key) for key in keys] == [
        "telNumList", "+baseRest", "+xData", "+x", "+x", "+data_left", "+x", "+x",
    ]  # fmt: skip


def test_errors_carry_the_answer_once() -> None:
    """Only those that say what could not be read, and that have no skeleton yet."""
    plain, shown, other = LayoutChanged("a", "x"), LayoutChanged("a", "x", skeleton="html"), CannotConnect("away")
    shown_on(answer({"name": 1}), plain, shown, other)
    shown_on(None, plain)
    assert plain.skeleton == "JSON api.example.jp/mineo/*/get_capacity\n{}\n  name 9"
    assert shown.skeleton == "html"
    assert not hasattr(other, "skeleton")


@pytest.mark.parametrize(
    "key", ["otpCode", "auth_code", "pinCode", "areaCode", "branchCode", "memberCode", "Code", "statusText"]
)
@pytest.mark.parametrize("value", ["483920", "mark_1985", "0901"])
def test_a_code_that_is_somebodys_is_not_told(key: str, value: str) -> None:
    """However much it looks like that of a failure: only beside the keys of results and errors such a code stands."""
    told = skeleton(answer({key: value, "resultCode": "00"}))
    assert value not in told
    assert 'resultCode "00"' in told


def test_of_a_long_list_only_the_beginning_is_looked_at() -> None:
    """A megabyte of JSON is masked in the event loop: what comes late in it is not told."""
    told = skeleton(answer({"packetInfo": [*[{"baseRest": 1}] * 1_000, {"baseCapacity": 1}]}))
    assert "baseRest" in told
    assert "baseCapacity" not in told
