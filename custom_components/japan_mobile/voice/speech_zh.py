"""Chinese, simplified and traditional: the answers."""

from datetime import date, datetime

from .speech import Say, Speech, days_between

_DAYS = "一二三四五六日"
_NEAR = {-1: "昨天", 0: "今天", 1: "明天"}


def _on_day(day: date, today: date) -> str:
    ahead = days_between(day, today)
    return _NEAR.get(ahead) or f"{day.month}月{day.day}日" + (f"（周{_DAYS[day.weekday()]}）" if 0 < ahead < 7 else "")


def _on_day_taiwan(day: date, today: date) -> str:
    return _on_day(day, today).replace("周", "週")


def _at(moment: datetime, now: datetime) -> str:
    return f"{_on_day(moment.date(), now.date())}{moment:%-H:%M}"


def _at_taiwan(moment: datetime, now: datetime) -> str:
    return _at(moment, now).replace("周", "週")


CHINESE = Speech(
    gigabytes="{n} GB",
    megabytes="{n} MB",
    yen="{n} 日元",
    comma="，",
    last_comma="，",
    item="{who} {what}",
    item_shared="{who}共 {what}",
    between_names=("、", "和"),
    gap="",
    on_day=_on_day,
    at=_at,
    say={
        Say.LEFT: "{who}还剩 {what} 流量。",
        Say.LEFT_EACH: "剩余流量：{rest}。",
        Say.USED: "{who}到现在用了 {what} 流量。",
        Say.USED_EACH: "到现在用掉的流量：{rest}。",
        Say.TODAY: "{who}今天用了 {what} 流量。",
        Say.TODAY_EACH: "今天用掉的流量：{rest}。",
        Say.LASTS: "{who}的流量应该够用到重置。",
        Say.RUNS_OUT: "{who}的流量可能在重置前用完，大约在{when}。",
        Say.RESETS: "{who}的流量{when}重置。",
        Say.BUDGET: "到重置之前，{who}每天大约可以用 {what}。",
        Say.BUDGET_SHARED: "{who}共用流量，到重置之前每天一共大约可以用 {what}。",
        Say.LEAST_SHARED: "剩余流量最少的是{who}，一共还剩 {what}。",
        Say.LEAST_EACH: "剩余流量最少的是{who}，各剩 {what}。",
        Say.LEAST: "剩余流量最少的是{who}：{what}。",
        Say.BILL: "{who}最近一期账单是 {what}。",
        Say.PAID: "{who}没有逾期未付的费用。",
        Say.OVERDUE: "{who}有一笔费用逾期未付。",
        Say.TO_PAY: "{who}还有 {what} 待付。",
        Say.DUE: "{who}的付款期限是{when}。",
        Say.NOT_DUE: "目前没有查到{who}待付的款项。",
        Say.UNKNOWN: "现在没有{who}的数据。",
        Say.AS_OF: "这是{when}的数据。",
        Say.NOTHING_EXPOSED: "没有任何线路公开给 Assist，无法回答。",
        Say.NOT_UNDERSTOOD: "抱歉，没听明白您想了解线路的什么情况。",
        Say.NOTHING: "0",
        Say.LITTLE: "不到 10 MB",
    },
)
TAIWANESE = Speech(
    gigabytes="{n} GB",
    megabytes="{n} MB",
    yen="{n} 日圓",
    comma="，",
    last_comma="，",
    item="{who} {what}",
    item_shared="{who}共 {what}",
    between_names=("、", "和"),
    gap="",
    on_day=_on_day_taiwan,
    at=_at_taiwan,
    say={
        Say.LEFT: "{who}還剩 {what} 流量。",
        Say.LEFT_EACH: "剩餘流量：{rest}。",
        Say.USED: "{who}到目前用了 {what} 流量。",
        Say.USED_EACH: "到目前用掉的流量：{rest}。",
        Say.TODAY: "{who}今天用了 {what} 流量。",
        Say.TODAY_EACH: "今天用掉的流量：{rest}。",
        Say.LASTS: "{who}的流量應該夠用到重置。",
        Say.RUNS_OUT: "{who}的流量可能在重置前用完，大約在{when}。",
        Say.RESETS: "{who}的流量{when}重置。",
        Say.BUDGET: "到重置之前，{who}每天大約可以用 {what}。",
        Say.BUDGET_SHARED: "{who}共用流量，到重置之前每天一共大約可以用 {what}。",
        Say.LEAST_SHARED: "剩餘流量最少的是{who}，一共還剩 {what}。",
        Say.LEAST_EACH: "剩餘流量最少的是{who}，各剩 {what}。",
        Say.LEAST: "剩餘流量最少的是{who}：{what}。",
        Say.BILL: "{who}最近一期帳單是 {what}。",
        Say.PAID: "{who}沒有逾期未繳的費用。",
        Say.OVERDUE: "{who}有一筆費用逾期未繳。",
        Say.TO_PAY: "{who}還有 {what} 待繳。",
        Say.DUE: "{who}的繳費期限是{when}。",
        Say.NOT_DUE: "目前沒有查到{who}待繳的款項。",
        Say.UNKNOWN: "現在沒有{who}的資料。",
        Say.AS_OF: "這是{when}的資料。",
        Say.NOTHING_EXPOSED: "沒有任何門號開放給 Assist，無法回答。",
        Say.NOT_UNDERSTOOD: "抱歉，沒聽懂您想了解門號的什麼情況。",
        Say.NOTHING: "0",
        Say.LITTLE: "不到 10 MB",
    },
)
