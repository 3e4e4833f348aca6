"""What a link or a form names that would change, cost, end or bother. Sheet: docs/carriers/others.md, 7"""

import re

from yarl import URL

from ..labels import key
from ..vocabulary import words

_NEVER = re.compile(
    r"変更|追加|購入|チャージ|解約|申し?込|ログアウト|サインアウト|問い?合わ?せ|退会|登録|設定|手続|停止|再開|休止|譲|ギフト|プレゼント|シェア"
    r"|キャンペーン|紹介|特典|クーポン|シミュレーション|発行|送付|郵送|削除|取消|取り消|キャンセル|移行|転出|乗り?換え|MNP|機種|端末|オプション"
    r"|ヘルプ|よくある|FAQ|質問|規約|ダウンロード|PDF|CSV|印刷|一覧表|プラン|お知らせ|logout|signout"
    r"|使う|使用する|利用する|受け?取|もらう|贈る|送る|送信|リセット|申請|交換|適用|切り?替え?|ON/OFF|延長|配分|分け合|実行|契約更新"
    r"|支払う|支払い?する|支払い?へ|[のをで]お?支払い?$|決済|振込|カード",
    re.IGNORECASE,
)
_NEVER_WORDS = words(
    "logoff cancel charge buy order pay apply entry regist register signup add receive reset exec execute send gift give settle"
    " settlement switch exchange extend change edit update delete remove withdraw leave contact inquiry enquiry faq help pdf csv"
    " stop resume suspend"
)
_NEVER_WITHIN = re.compile(r"log_?out|sign_?out|purchase|charge|cancel|coupon|campaign|download|withdraw|checkout")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_TOLD = 24


def named_words(text: str) -> frozenset[str]:
    """The Latin words in an address or a name, written together or not."""
    return frozenset(word.lower() for word in _WORD.findall(text))


def says_harm(text: str) -> bool:
    """Whether a text for people names such a thing."""
    return _NEVER.search(key(text)) is not None


def names_harm(name: str) -> bool:
    """Whether an address, or a name that scripts use, does."""
    written = re.sub(r"[\x00-\x7f]+", " ", name)
    return (
        bool(named_words(name) & _NEVER_WORDS) or _NEVER_WITHIN.search(name.lower()) is not None or says_harm(written)
    )


def is_harmless(text: str, url: URL) -> bool:
    """Whether neither the text of a link nor its address does."""
    return not says_harm(text) and not names_harm(f"{url.path}?{url.query_string}")


def tells_harm(value: str) -> bool:
    """Whether what a hidden field sends is a word for such a thing; what is longer or has digits is a token."""
    return len(value) <= _LONGEST_TOLD and re.fullmatch(r"[A-Za-z_.\-]+", value) is not None and names_harm(value)
