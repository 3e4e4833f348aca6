"""English: the answers."""

from datetime import date, datetime

from .speech import Say, Speech, days_between

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _on_day(day: date, today: date) -> str:
    ahead = days_between(day, today)
    named = f"{_MONTHS[day.month - 1]} {day.day}"
    if ahead in {-1, 0, 1}:
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[ahead]
    return f"on {_DAYS[day.weekday()]}, {named}" if 0 < ahead < 7 else f"on {named}"


def _at(moment: datetime, now: datetime) -> str:
    return f"{_on_day(moment.date(), now.date())} at {moment:%-H:%M}"


ENGLISH = Speech(
    gigabytes="{n} gigabytes",
    megabytes="{n} megabytes",
    yen="{n} yen",
    comma=", ",
    last_comma=" and ",
    item="{who} {what}",
    item_shared="{who} {what} together",
    between_names=(", ", " and "),
    gap=" ",
    on_day=_on_day,
    at=_at,
    say={
        Say.LEFT: "{who} has {what} left.",
        Say.LEFT_EACH: "Data left: {rest}.",
        Say.USED: "{who} has used {what} so far.",
        Say.USED_EACH: "Data used so far: {rest}.",
        Say.TODAY: "{who} has used {what} today.",
        Say.TODAY_EACH: "Data used today: {rest}.",
        Say.LASTS: "{who}'s data should last until the reset.",
        Say.RUNS_OUT: "{who}'s data will probably run out before the reset: {when}.",
        Say.RESETS: "{who}'s data is reset {when}.",
        Say.BUDGET: "{who} can use about {what} a day until the reset.",
        Say.BUDGET_SHARED: "{who} share their data and can use about {what} a day between them until the reset.",
        Say.LEAST_SHARED: "{who} have the least left: {what} between them.",
        Say.LEAST_EACH: "{who} have the least left: {what} each.",
        Say.LEAST: "{who} has the least left: {what}.",
        Say.BILL: "The latest bill of {who} is {what}.",
        Say.PAID: "Nothing is overdue at {who}.",
        Say.OVERDUE: "A payment to {who} is overdue.",
        Say.TO_PAY: "{what} is still to be paid to {who}.",
        Say.DUE: "The payment to {who} is due {when}.",
        Say.NOT_DUE: "I know of no payment to {who} that is due.",
        Say.UNKNOWN: "I have no figure for {who} right now.",
        Say.AS_OF: "That was {when}.",
        Say.NOTHING_EXPOSED: "Nothing that I could tell you about is exposed to Assist.",
        Say.NOT_UNDERSTOOD: "Sorry, I did not understand what you want to know about your mobile lines.",
        Say.NOTHING: "nothing",
        Say.LITTLE: "less than 10 megabytes",
    },
)
