"""`script/carrier read` of pages that nobody has a name for, and the vocabulary of labels."""

import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.japan_mobile.carriers.__main__ import main
from custom_components.japan_mobile.carriers.fitting import fits, suggestions
from custom_components.japan_mobile.carriers.offers import Meaning, Offer, OfferKind
from tests.worlds_other import LABELS

AT = ["--at", "2026-08-06T12:00"]
TABLE = """<table><tr><th>電話番号</th><td>070-0000-0001</td></tr><tr><th>対象月</th><td>2026年8月</td></tr>
<tr><th>ご契約プラン</th><td>20GBプラン</td></tr><tr><th>残りデータ量</th><td>16.75GB</td></tr>
<tr><th>ご利用データ量</th><td>3.25GB</td></tr><tr><th>ご請求金額</th><td>2,178円</td></tr></table>"""
LOGIN = '<form method="post"><input name="u"><input type="password" name="p"></form>'
LOGOUT = '<a href="/logout">ログアウト</a>'


class Reading:
    """Reads pages with the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._file = folder / "page.html"
        self._capsys = capsys
        self.told = ""

    def __call__(self, key: str, name: str, body: str, *more: str) -> tuple[int, Any]:
        """Exit status and JSON; `told` is what went to standard error."""
        self._file.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>')
        status = main(["read", key, name, str(self._file), *AT, "--json", *more])
        printed = self._capsys.readouterr()
        self.told = printed.err
        return status, json.loads(printed.out)

    def text(self, body: str) -> str:
        """What it prints for people."""
        self._file.write_text(f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>')
        assert main(["read", "portal", "usage", str(self._file), *AT]) == 0
        return self._capsys.readouterr().out


@pytest.fixture
def read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Reading:
    """Reads pages offline."""
    return Reading(tmp_path, capsys)


@pytest.mark.parametrize(
    "key", ["portal", "gmo", "nuro", "linemo", "softbank", "ymobile", "bmobile", "nihontsushin", "his"]
)
def test_any_page_of_any_family(read: Reading, key: str) -> None:
    """Where pages are made for people, one without a name is looked through."""
    status, found = read(key, "whatever", TABLE)
    [line], [bill] = found["lines"], found["bills"]
    assert (status, found["carrier"], found["account_id"], found["doubts"]) == (0, key, None, [])
    assert (line["line_id"], line["plan"], line["cycle_end"]) == ("07000000001", "20GBプラン", "2026-08-31")
    assert (line["remaining_bytes"], line["used_bytes"], line["total_bytes"]) == (16_750_000_000, 3_250_000_000, None)
    assert (bill["amount"], bill["state"]) == (2178, "unknown")
    assert found["found"][0] == {
        "label": "残りデータ量", "text": "16.75GB", "kind": "volume", "place": "html/body/table/tbody/tr[4]/td",
    }  # fmt: skip


def test_json_has_no_pages_for_people(read: Reading) -> None:
    status, found = read("iijmio", "whatever", TABLE)
    assert (status, found["error"]["kind"]) == (2, "Usage")


def test_doubts(read: Reading) -> None:
    """What cannot be taken for certain is said, with its reason."""
    body = TABLE.replace("3.25GB", "3.25").replace("</table>", "<tr><th>データ残高</th><td>1GB</td></tr></table>")
    status, found = read("portal", "usage", body)
    assert (status, found["lines"][0]["remaining_bytes"], found["lines"][0]["used_bytes"]) == (0, None, None)
    assert found["doubts"] == [
        {"label": "ご利用データ量", "why": "unit"},
        {"label": "remaining", "why": "two labels: 残りデータ量, データ残高"},
    ]
    found = read("portal", "usage", TABLE.replace("2026年8月", "2026年7月"))[1]
    assert {"label": "残りデータ量", "why": "period"} in found["doubts"]


def test_for_people(read: Reading) -> None:
    text = read.text(TABLE.replace("3.25GB", "3.25"))
    assert "found: 残りデータ量: 16.75GB (html/body/table/tbody/tr[4]/td)" in text
    assert "doubtful: ご利用データ量: unit" in text


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (LOGIN + TABLE, 3, "LoginExpired"),
        ("<h1>メンテナンス中です</h1>", 6, "Maintenance"),
        ("<p>ようこそ</p>", 7, "LayoutChanged"),
    ],
)
def test_pages_that_are_none(read: Reading, body: str, status: int, kind: str) -> None:
    """A login page is none, whatever it advertises."""
    found, told = read("portal", "usage", body)
    assert (found, told["error"]["kind"]) == (status, kind)


def test_a_login_box_in_the_corner(read: Reading) -> None:
    """Who can log out is in."""
    assert read("portal", "usage", LOGOUT + LOGIN + TABLE)[0] == 0


def test_a_known_page_that_changed(read: Reading) -> None:
    """The error stands; what was found is told beside it."""
    status, found = read("bmobile", "status", TABLE)
    assert (status, found["error"]["kind"]) == (7, "LayoutChanged")
    assert "found: 残りデータ量: 16.75GB (html/body/table/tbody/tr[4]/td)\n" in read.told
    read("iijmio", "top", "{")
    assert "found:" not in read.told


def test_a_bad_address_is_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2, and the field is named."""
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"username": "a", "password": "b", "url": "http://portal.example.jp/"}))
    assert main(["fetch", "gmo", "--credentials", str(file), "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert (error["kind"], error["field"]) == ("Unusable", "url")
    file.write_text(json.dumps({"username": "a", "password": "b"}))
    assert main(["fetch", "gmo", "--credentials", str(file), "--json"]) == 2


@pytest.mark.parametrize("meaning", list(Meaning))
def test_every_wording_fits_its_meaning_alone(meaning: Meaning) -> None:
    for label in LABELS[meaning]:
        assert [other for other in Meaning if other.kind is meaning.kind and fits(other, label)] == [meaning], label


@pytest.mark.parametrize(
    "label",
    [
        "翌月繰越予定データ量", "追加購入データ残量", "前日までのご利用データ量", "前月のご請求金額", "今なら50GB増量", "ポイント残高",
        "端末残債", "直近3日間の通信量", "低速通信利用量", "シェアデータ残量", "お支払い方法", "請求内訳小計", "利用可能データ量",
    ],
)  # fmt: skip
def test_labels_that_mean_something_else(label: str) -> None:
    assert not [meaning for meaning in Meaning if fits(meaning, label)]


def test_suggestions_need_the_kind_and_no_rival() -> None:
    offers = [
        Offer("残りデータ量", "1GB", OfferKind.VOLUME),
        Offer("残りデータ量 ", "2GB", OfferKind.VOLUME),
        Offer("ご利用料金", "100円", OfferKind.YEN),
        Offer("ご請求額", "100円", OfferKind.YEN),
        Offer("データ容量", "990円", OfferKind.YEN),
    ]
    assert suggestions(offers) == {"remaining": "残りデータ量"}
