"""What each label that a portal of unknown make shows could mean, and what is suggested.

A label is suggested for a meaning only where no other label fits it too: else a person has to say. Sheet:
docs/carriers/others.md, 4
"""

from collections.abc import Iterable, Mapping
import re

from .labels import key
from .offers import Meaning, Offer

_OTHERS = re.compile(
    r"翌月|来月|繰越|繰り越|くりこし|追加|購入|チャージ|前日|昨日|本日|今日|当日|前月|先月|前回|過去|直近|1日|3日|予定データ|今なら|今だけ"
    r"|最大|平均|累計|シェア|ギフト|譲渡|プレゼント|増量|ボーナス|低速|速度|しきい|通知|未満|以上|下回|上回|割引|値引|ポイント|残債|分割|端末"
    r"|お知らせ|なくなったら|海外|グループ|家族|制限まで|税抜|税別|基本料|基本利用|月額|ほかのプラン|他のプラン|光回線|光"
)
"""What makes a label another thing than the one of this month and this line."""

_SIBLING = re.compile(r"(?:繰り?越|くりこし|追加|購入|ギフト|グループ|シェア|ボーナス|特典).*残")
"""A label of a part of what is left: beside it nobody knows whether another label names all of it."""
_NOTHING = re.compile(r"\(= 0\.000 GB")
_ELSEWHERE = re.compile(r"光回線|端末|(?:ほか|他)の(?:プラン|回線)|海外|グループ|家族")
"""A heading, in what an offer shows, under which figures are others'."""

_MEANS = {
    Meaning.REMAINING: re.compile(r"残"),
    Meaning.USED: re.compile(
        r"(?:利用|使用|通信|消費)(?:済み?)?(?:の)?(?:データ)?(?:通信)?(?:容)?量|(?:利用|使用)済み?"
    ),
    Meaning.TOTAL: re.compile(r"容量|契約データ量|総データ量|データ量合計|データ量上限|上限データ量"),
    Meaning.BILL: re.compile(r"請求|支払い?(?:額|金額|予定額|合計)|利用料金|料金合計|合計金額"),
}
_NOT = {
    Meaning.REMAINING: re.compile(r"上限"),
    Meaning.USED: re.compile(r"残|可能|上限|月間"),
    Meaning.TOTAL: re.compile(r"残|利用(?:済み?)?(?:データ)?容量|使用(?:済み?)?(?:データ)?容量"),
    Meaning.BILL: re.compile(r"残|内訳|小計|消費税|未払"),
}


def fits(meaning: Meaning, label: str) -> bool:
    """Whether a label is of the vocabulary of a meaning."""
    text = key(label)
    unfit = _NOT.get(meaning)
    return bool(_MEANS[meaning].search(text)) and not _OTHERS.search(text) and not (unfit and unfit.search(text))


def fitting(offers: Iterable[Offer]) -> Mapping[Meaning, tuple[str, ...]]:
    """The labels that fit each meaning, as the page writes them, each once."""
    found: dict[Meaning, dict[str, str]] = {meaning: {} for meaning in Meaning}
    for offer in offers:
        for meaning in Meaning:
            if offer.kind is meaning.kind and fits(meaning, offer.label):
                found[meaning].setdefault(key(offer.label), offer.label)
    return {meaning: tuple(labels.values()) for meaning, labels in found.items()}


def suggestions(offers: Iterable[Offer]) -> dict[str, str]:
    """The label for each meaning that exactly one fits."""
    shown = tuple(offers)
    several = any(_SIBLING.search(key(offer.label)) and not _NOTHING.search(offer.text) for offer in shown)
    plain = [offer for offer in shown if not _ELSEWHERE.search(offer.text)]
    return {
        meaning.value: labels[0]
        for meaning, labels in fitting(plain).items()
        if len(labels) == 1 and not (several and meaning is Meaning.REMAINING)
    }
