"""The usage pages of all known generations, and one that nobody knows. docs/carriers/docomo.md, 4; periods and heads assumed"""

from aiohttp import web

from simulator.people import Account, Line
from simulator.world import World

from .docomo_desk import Desk, html, options_of
from .docomo_figures import days_shown, gigabytes, kilobytes, left, shown_month


class UsagePages:
    """My docomo and the pages on payment2, for who is in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _world(self) -> World:
        return self._desk.world

    def detail(self, request: web.Request, account: Account) -> web.Response | None:
        """gkyap001 and gkyap003, where they are served."""
        options, line = options_of(account), account.lines[0]
        name = f"<p>{line.number}</p>" if options.names_line else ""
        if request.path == "/pcguide/charges/gkyap001.srv" and options.usage == "gkyap001":
            body = self._month(account, line) if "Xitraffic" in request.query else self._days(line)
            return html("データ量", f'{name}<div id="content">{body}</div>', charset=options.charset)
        if request.path == "/smph/charges/gkyap003.srv" and options.usage == "gkyap003":
            return html("データ量", name + self._small(account, line))
        return None

    def _month(self, account: Account, line: Line) -> str:
        month = shown_month(self._world, account)
        used = line.during(month).total
        last = min(month.last, self._world.today())
        period = f"{month.year}年{month.month}月1日～{last.month}月{last.day}日"
        size = f"<p>{gigabytes(used)}GB</p></td><td><p>({kilobytes(used):,})</p>"
        return (
            f'<table class="charge-data01"><tbody><tr><td>期間</td><td>{period}</td></tr>'
            f"<tr><td>ご利用データ量</td><td><table><tr><td>{size}</td></tr></table></td></tr></tbody></table>"
        )

    def _days(self, line: Line) -> str:
        rows = "".join(
            f"<tr><td>{day.month}月{day.day}日</td><td><table><tr><td><span>{kilobytes(line.on(day).total):,}KB</span></td></tr></table></td></tr>"
            for day in days_shown(self._world.today())
        )
        return f'<table class="charge-data01"><tbody><tr><td>日付</td><td>データ量</td></tr>{rows}</tbody></table>'

    def _small(self, account: Account, line: Line) -> str:
        month = shown_month(self._world, account)
        told = [f"{gigabytes(line.during(month).total)}GB", *(["-"] * 7), f"{gigabytes(line.plan.size or 0)}GB"]
        if options_of(account).few_elements:
            told = told[:4]
        cells = "".join(f'<div class="arrange-r bold mb_5">{text}</div>' for text in told)
        return f"<h1>{month.year}年{month.month}月分</h1>{cells}"

    def my(self, account: Account) -> web.Response:
        """My docomo, drawn late by a script."""
        options = options_of(account)
        line, month = account.lines[0], shown_month(self._world, account)
        used, rest = gigabytes(line.during(month).total), gigabytes(left(self._world, account, line))
        heading = f"<h2>{month.month}月のデータ量</h2>"
        match options.usage:
            case "2021":
                several = "".join(
                    f'<div class="data-list-inner"><p class="mydcm_data_data-09">{one.number}</p>'
                    f'<p class="mydcm_data_data-10-1">{gigabytes(one.during(month).total)}GB</p></div>'
                    for one in account.lines
                )
                body = (
                    f'<section id="mydcm_data_3day"></section><section id="mydcm_data_month">{heading}</section>'
                    f'<section id="mydcm_data_data"><div class="in-data-use"><span class="card-t-number">{used}</span>GB</div>'
                    f"{several if len(account.lines) > 1 else ''}</section>"
                )
            case "2021-10":
                body = (
                    f'<section id="mydcm_data_3day"></section><section id="mydcm_data_month">{heading}<div id="mydcm_data_month-03">'
                    f'<dl><dd><p><span class="latest-area-foma-monthly-gb-value">{used}</span>GB</p></dd></dl></div></section>'
                )
            case "2019":
                body = (
                    f'{heading}<span class="card-t-number t-bold color-blue">{used}</span>GB'
                    f'<span class="card-t-number t-bold">{rest}</span>GB'
                )
            case "labels":
                body = labelled(self._world, account)
            case _:
                body = "<p>お知らせ</p>"
        late = f'<main id="app"></main><template id="t">{body}</template><script>setTimeout(() => app.append(t.content), 600)</script>'
        out = '<a href="/logout">ログアウト</a>'
        return html("My docomo", out + (late if options.usage != "labels" else body))


def labelled(world: World, account: Account) -> str:
    """Cards of labels and values, as no source has shown them."""
    options, month = options_of(account), shown_month(world, account)
    cards = []
    for line in account.lines:
        used, rest = gigabytes(line.during(month).total), gigabytes(left(world, account, line))
        facts = (
            ("電話番号", line.number),
            ("対象月", f"{month.year}年{month.month}月"),
            (options.used_label, f"{used}GB"),
            (options.remaining_label, f"{rest}GB"),
        )
        cards.append("<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts) + "</dl>")
    return "<h1>データ量</h1>" + "".join(f"<section>{card}</section>" for card in cards)
