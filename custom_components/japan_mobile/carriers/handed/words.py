"""The words beside an amount in a message, in Japanese, English and Chinese: what they make of it.

They are compared with text that is normalised (NFKC) and in lower case.
"""

from enum import Enum, auto
import re


class Sense(Enum):
    """What an amount is said to be."""

    REMAINING = auto()
    USED = auto()
    TOTAL = auto()
    BILL = auto()
    ASIDE = auto()
    """Something that is nobody's figure: a price, a plan's name, a part of the whole."""
    NEAR = auto()
    """A limit that was passed, or a round number: not what it is now."""
    WHOLE = auto()
    """A total, of nobody knows what unless the other figures make it up."""
    UNCLEAR = auto()
    """Two things at once."""


REMAINING = re.compile(
    r"残(?!念|り?\s*\d*\s*[日時]|り日数)|のこり|あと(?=\s*$)|まだ(?=\s*$)"
    r"|remain(?!ing (?:days|time)|\w* \d+ days)|(?<!days )(?<!day )(?<!hours )\bleft\b|\bbalance\b|\bstill have\b"
    r"|剩[余餘](?!\s*\d*\s*[天日])|[余餘]量|[还還尚](?:剩|有|可用|余|餘)|剩下|剩(?=\s*$)|可用(?:流量|数据|數據)"
)
USED = re.compile(
    r"(?:使用|利用)済|使った|つかった|(?:使用|利用|使い)(?:しまし|まし|し)た|消費"
    r"|\bused\b|\bconsumed\b|\bspent\b"
    r"|已[经經]?(?:使?用)|(?:使?用)了|已耗"
)
USE = re.compile(
    r"通信量|(?:使用|利用)(?:データ)?(?:量|容量|通信|流量)|データ(?:利用|使用)|(?:^|\W)(?:を|ご)?(?:使用|利用)\s*[:は]?\s*$|\busage\b|用量"
)
"""Weaker: what is left may be called a part of it."""
TOTAL = re.compile(
    r"上限|総(?:量|容量|データ)|(?:契約|月間|データ)容量|\ballowance\b|\bquota\b|\blimit\b|[总總](?:量|流量|额|額|共)|(?:^|\W)共|^\s*中\s*$"
)
WHOLE = re.compile(r"合計|\btotal\b")
"""A total: of what, the words beside it say."""
BILL = re.compile(
    r"請求|料金|支払|未払|引き?落|振替|\bbill(?:ed|s)?\b|\bcharge[sd]?\b|\bamount due\b|\bpayment\b|[账帳][单單]|[话話][费費]|手[机機][费費]|[应應]付|[费費]用|欠[费費]|扣款"
)
CAPABLE = re.compile(r"(?:利用|使用)(?:可能|できる|いただける)|お使い(?:いただける|になれる)|\bavailable\b")
"""May be what is left or all that there is."""

PART = re.compile(
    r"繰り?越|くりこし|バンドル|ギフト|シェア|家族|グループ|海外|国際|ローミング|テザリング|低速|速度(?!制限まで|低下まで)|基本|プラン|コース|ポイント"
    r"|\bcarr(?:y|ied)\b|\broll[- ]?over\b|\bgift|\bshared?\b|\broaming\b|\babroad\b|\btethering\b|(?<!high[ -])\bspeed\b|\bplan\b"
    r"|[结結][转轉]|上月|漫游|漫遊|境外|[国國][际際]|共享|限速|[赠贈]|定向"
)
ANOTHER = re.compile(
    r"海外|国際|ローミング|テザリング|\broaming\b|\babroad\b|\boverseas\b|\btethering\b|\bhotspot\b|漫游|漫遊|境外|[国國][际際]|[热熱][点點]"
)
"""A use of another kind: all amounts of its line are of that, whatever else is said of them."""
ITEM = re.compile(
    r"割引|値引|税(?!込)|手数料|通話料|通信料|基本料|月額|端末|機種|分割|ポイント|キャッシュバック|コイン|うち"
    r"|\bdiscount|\btax(?!.{0,3}incl)|\bfee\b|\bcalls?\b|\bpoints?\b|\bdevice\b|\binstal|\bcashback\b|\bincluding\b"
    r"|[优優]惠|折扣|税|手[续續][费費]|月租|通[话話][费費]|[积積]分|其中"
)
NOT_EXACT_BEFORE = re.compile(
    r"(?:最大|通知|およそ|ほぼ|約|上限まで|毎月|~|〜|\d\s*-|>|<|≤|≥|±|\bmax(?:imum)?|\bmin(?:imum)?|\babout|\baround|\bapprox\w*\.?|\breached|\bhit|\bunder|\bover|\bbelow|\babove|\bup to|\bnearly|\balmost"
    r"|\bless than|\bmore than|\bat least|\bwithin|\bper|低于|低於|不足|不到|少于|少於|超[过過出]|[达達]到?|[约約]|大[约約]|最多|至少|每)\s*(?:の|your)?\s*$"
)
ROUGHLY = re.compile(r"ほぼ|およそ|だいたい|大体|たぶん|\broughly\b|\babout\b|\bapprox|大[约約概]")
NOT_EXACT_AFTER = re.compile(
    r"\s*(?:を|が|に|の|は)?\s*(?:下回|未満|以下|以上|以内|を?切り|超え|超過|オーバー|達し|到達|近く|ちょっと|くらい|ぐらい|程度|ほど|前後|あまり|余り|弱|強|~|〜|-\s*\d|まで|ごと|毎|あたり|につき|単位|ずつ|お知らせ|のご?通知|で通知|通知|アラート"
    r"|\+|\b(?:alert|notice)|or (?:less|more)|per\b|/\s*(?:gb|月|month|回|日|day)|each\b|以[上下内內]|左右|上下|多(?!\w)|不到)"
)
ELSEWHERE = re.compile(
    # bought, given, advertised
    r"追加|購入|チャージ|申し?込|キャンペーン|特典|プレゼント|ボーナス|増量|無料|おトク|お得|くじ|もらえ|進呈|還元"
    r"|\bbuy\b|\bpurchas|\btop[- ]?up|\brecharg|\badd(?:ed|ing|-on|itional)?\b|\bbonus|\bcampaign|\bfree\b|\bextra\b|\bget\b|\bwin\b|\boffer"
    r"|[购購][买買]|加[购購]|充值|[儲储]值|追加|[赠贈]送|[优優]惠活[动動]|[领領]取"
    # if and when
    r"|なると|なりますと|なったら|なった場合|場合|あと[^。]{0,14}(?<!ま)で(?!す)|すると|したら|れば|たび|\bif\b|\bwhen(?:ever)?\b|\bonce\b|\bunless\b|\bshould\b|如果|若|\A(?>.*?当).*[时時]|一旦|[时時]将"
    # before and after now
    r"|先月|前月(?!繰|から|より|くり)|前々月|昨日|前日|(?:本日|今日)(?!時点|現在|まで)|翌月|来月|次月|次回(?!リセット|更新)|日別|直近|過去|前回|昨年|来年|先週|今週|週間|累計|年間|これまで|一昨日|おととい|[月火水木金土日]曜|\d\s*日間|\d\s*週間|\d\s*(?:日|時間|分|[天小]时?)前|ステップ|段階"
    r"|\b(?:last|next|previous|prior) (?:month|week|day|cycle|bill)|\b(?:last|past) \d{1,3} days|\b\d{1,3}[- ]day\b|\byesterday|(?<!as of )\btoday\b(?! *[:,])|\A(?>.*?\btoday\b).*\bus(?:ed|age|e)\b|\A(?>.*?\bus(?:ed|age|e)\b).*(?<!as of )\btoday\b|\btomorrow|\bdaily\b|\bweek|\bago\b|\byear|\b(?:had|was|were)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bsteps?\b|\btiers?\b"
    r"|上个?個?月|下个?個?月|昨[天日]|今[天日](?!为止|為止)|明[天日]|本[周週]|上[周週]|每日|次月|前天|[近过過]去?\d{1,3}[天日]|\d{1,3}[天日][内內]|[累總总][计計]"
    # of somebody else
    r"|全国|平均|みんな|他社|\baverage|平均"
)
"""In a clause with one of these no amount counts. What must stand before something else is looked for once, from the beginning."""
SAYS_NOT = re.compile(
    r"(?:では|じゃ)(?:ない|なく|ありません)|\bnot\s+¥?\d|\bno longer\b|\bwrong\b|不是\s*¥?\d|[並并]非\s*¥?\d|誤り|間違|違います|訂正|見本|サンプル|\bsample:|\bexample:|\bfor example\b|\be\.g\.|例:|例え?ば"
)
"""In a text with one of these nothing counts: it takes back what it says."""


TWO_LABELS = re.compile(
    r"(?:使用|利用|通信)量[^ぁ-ゖァ-ヺ一-龠a-z]+残|残[りっ]?量?[^ぁ-ゖァ-ヺ一-龠a-z]+(?:使用|利用|通信)量"
)
"""Two names in a row: nobody knows which of them a figure is called."""


def volume_sense(words: str) -> Sense | None:
    """What the words beside a volume make of it; None if they say nothing."""
    if PART.search(words):
        return Sense.ASIDE
    left, used, total = REMAINING.search(words), USED.search(words), TOTAL.search(words)
    if (left and used) or (used and total) or (left and "上限" in words) or TWO_LABELS.search(words):
        return Sense.UNCLEAR
    if left or used:
        return Sense.REMAINING if left else Sense.USED
    return _weak_sense(words, total=total is not None)


def _weak_sense(words: str, *, total: bool) -> Sense | None:
    use = USE.search(words)
    if CAPABLE.search(words) or (use and total):
        return Sense.UNCLEAR
    if use or total:
        return Sense.USED if use else Sense.TOTAL
    return Sense.WHOLE if WHOLE.search(words) else None


def yen_sense(words: str) -> Sense | None:
    """What the words beside an amount of money make of it; None if they say nothing."""
    if ITEM.search(words):
        return Sense.ASIDE
    return Sense.BILL if BILL.search(words) else None
