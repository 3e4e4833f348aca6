"""Japanese: the answers."""

from datetime import date, datetime

from .speech import Say, Speech, days_between

_DAYS = "月火水木金土日"
_NEAR = {-1: "昨日", 0: "今日", 1: "明日"}


def _on_day(day: date, today: date) -> str:
    ahead = days_between(day, today)
    return _NEAR.get(ahead) or f"{day.month}月{day.day}日" + (f"({_DAYS[day.weekday()]})" if 0 < ahead < 7 else "")


def _at(moment: datetime, now: datetime) -> str:
    return f"{_on_day(moment.date(), now.date())}の{moment.hour}時{moment.minute:02}分"


JAPANESE = Speech(
    gigabytes="{n}ギガ",
    megabytes="{n}メガ",
    yen="{n}円",
    comma="、",
    last_comma="、",
    item="{who}が{what}",
    item_shared="{who}が合わせて{what}",
    between_names=("、", "と"),
    gap="",
    on_day=_on_day,
    at=_at,
    say={
        Say.LEFT: "{who}のデータ残量は{what}です。",
        Say.LEFT_EACH: "データ残量は、{rest}です。",
        Say.USED: "{who}がこれまでに使ったデータは{what}です。",
        Say.USED_EACH: "これまでに使ったデータは、{rest}です。",
        Say.TODAY: "{who}が今日使ったデータは{what}です。",
        Say.TODAY_EACH: "今日使ったデータは、{rest}です。",
        Say.LASTS: "{who}のデータは、リセットまで足りそうです。",
        Say.RUNS_OUT: "{who}のデータは、リセット前になくなりそうです。目安は{when}です。",
        Say.RESETS: "{who}のデータは{when}にリセットされます。",
        Say.BUDGET: "{who}は、リセットまで1日に{what}ほど使えます。",
        Say.BUDGET_SHARED: "{who}はデータを分け合っていて、リセットまで合わせて1日に{what}ほど使えます。",
        Say.LEAST_SHARED: "残りが一番少ないのは{who}で、合わせて{what}です。",
        Say.LEAST_EACH: "残りが一番少ないのは{who}で、それぞれ{what}です。",
        Say.LEAST: "残りが一番少ないのは{who}で、{what}です。",
        Say.BILL: "{who}の最新の請求額は{what}です。",
        Say.PAID: "{who}に支払いの遅れはありません。",
        Say.OVERDUE: "{who}の支払いが遅れています。",
        Say.TO_PAY: "{who}にこれから支払う金額は{what}です。",
        Say.DUE: "{who}の支払期限は{when}です。",
        Say.NOT_DUE: "{who}に支払う予定は、今のところ分かっていません。",
        Say.UNKNOWN: "{who}の値は、今は分かりません。",
        Say.AS_OF: "これは{when}の値です。",
        Say.NOTHING_EXPOSED: "Assist に公開されている回線がないため、お答えできません。",
        Say.NOT_UNDERSTOOD: "すみません、回線の何をお知りになりたいのか分かりませんでした。",
        Say.NOTHING: "ゼロ",
        Say.LITTLE: "10メガ未満",
    },
)
