"""What identifies a person, in every way in which a page may write it; pages full of it; and a search that finds it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import cycle
import json
import re
import unicodedata
from urllib.parse import quote, unquote

from homeassistant.config_entries import ConfigEntry

from simulator import Account, Simulator

_WIDE = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(0x21, 0x7F)})
_JOINTS = re.compile(r"[-‐−–—ー－\s._/+()]+")
_SHORTEST = 4
"""A bill that is called 1, or a line called `main`, tells nobody anything; three letters stand in any text by chance."""

PERSONAL = (
    *("ミホンハナコ", "みほんはなこ", "Mihon Hanako", "mihonhanako", "Mihonhanako", "見本荘405号室"),
    *("東京都千代田区見本町1-2-3", "〒100-8111", "1990年4月17日", "19900417", "hanako.mihon@example.jp"),
    *("12,347円", "¥98,761", "もりのくまさん銀行", "0417-2031", "コウザメイギ ミホンハナコ"),
)
"""What no account of the world has, and any portal shows: how a name is read, where somebody lives, what he pays."""


@dataclass(frozen=True)
class Facts:
    """All that must not be told: whole texts, and long enough to mean something."""

    known: frozenset[str]

    @classmethod
    def of(cls, simulator: Simulator, account: Account, entry: ConfigEntry | None = None) -> Facts:
        """Of everybody in the world, of this customer in particular, and of what pages say besides."""
        found = {*simulator.secrets(), *_own(account), *PERSONAL, *_titled(entry)}
        return cls(frozenset(fact for fact in found if len(fact) >= _SHORTEST))

    def in_text(self, text: str) -> list[str]:
        """The facts that stand in a text, however they are written there."""
        haystacks = set(_read(text))
        return sorted(fact for fact in self.known if any(form in hay for form in _sought(fact) for hay in haystacks))


def _titled(entry: ConfigEntry | None) -> Iterator[str]:
    if entry is not None:
        yield entry.title
        yield entry.unique_id or ""


def _own(account: Account) -> Iterator[str]:
    """What the account's options hold of the customer, beside what `Account.secrets` knows."""
    for line in account.lines:
        yield line.number
        yield f"+81{line.number.replace('-', '')[1:]}"
    options = account.options
    yield from getattr(options, "names", {}).values()
    yield from (sim.name or "" for sim in getattr(options, "sims", {}).values())
    yield from (str(getattr(options, name)) for name in ("member", "au_id") if hasattr(options, name))


def _read(text: str) -> Iterator[str]:
    """A text in the forms in which it is searched: case, width, percent signs and joints make no difference."""
    for form in (text, unquote(text)):
        folded = unicodedata.normalize("NFKC", form).casefold()
        yield folded
        yield _JOINTS.sub("", folded)


def _sought(fact: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", fact).casefold()
    yield folded
    joined = _JOINTS.sub("", folded)
    if len(joined) >= (6 if joined.isdecimal() else _SHORTEST):
        yield joined


# Pages


def written(facts: Iterable[str]) -> list[str]:
    """Each fact as it is, full-width, without hyphens, percent-encoded, in capitals and in small letters."""
    return list(
        dict.fromkeys(
            form
            for fact in facts
            for form in (
                fact,
                fact.translate(_WIDE),
                fact.replace("-", ""),
                fact.replace("-", " "),
                quote(fact, safe=""),
                fact.upper(),
                fact.lower(),
            )
        )
    )


def shown_facts(simulator: Simulator, account: Account) -> list[str]:
    """What a page of this customer may show: his own, and what no account of the world has."""
    own = [*account.secrets(), *_own(account), *PERSONAL]
    issued = simulator.journal.issued[-3:]
    return [fact for fact in dict.fromkeys((*own, *issued)) if len(fact) >= _SHORTEST]


_BLOCKS = (
    "<h2>{}様</h2>", "<table><tr><th>{}</th><td>{}</td></tr></table>", "<dl><dt>データ残量</dt><dd>{}</dd></dl>",
    "<p class='{0}' id='{0}'>{0} 3.25GB</p>", "<input type=hidden name='{}' value='{}'>", "<a href='/u/{}?q={}'>明細</a>",
    "<!-- {} -->", "<script>var user = {{\"{}\": \"{}\", \"name\": \"{}\", \"value\": \"{}\"}};</script>",
    "<select name='{0}'><option value='{0}' selected>{0}</option></select>", "<img alt='{0}' src='/p/{0}.png' title='{0}'>",
    "<div data-{0}='{0}' style='color: red' class='user-{0} {0}'><b>{0}</b></div>", "<p>電話番号{}契約者{}</p>",
    "<p>ご請求金額 {}</p><p>{}：1,234円</p>", "<caption>{0}</caption><label for='{0}'>{0}</label>", "<{0}>{0}</{0}>",
)  # fmt: skip
"""Where a page may show what is known of somebody."""


def person_block(facts: Iterable[str]) -> str:
    """HTML that says every fact, in every place where a page can say anything."""
    shown, blocks = [escape(one, quote=True) for one in written(facts)], cycle(_BLOCKS)
    return "".join(block.format(one, one, one, one) for one, block in zip(shown, blocks, strict=False))


def person_json(facts: Iterable[str]) -> str:
    """JSON that says every fact: as keys, values, codes and messages, at every depth."""
    shown = written(facts)
    codes = [one for one in shown if one.isascii()]
    told: dict[str, object] = {"messages": shown, "is_ok": False, "success": False, "error_msg": shown[0]}
    told |= dict(zip(_CODE_KEYS, cycle(codes), strict=False))
    told |= {
        "failure": {"code": codes[2], "title": shown[0]},
        "errorMessage": {"code": codes[3]},
        "result": {"code": 1},
    }
    told |= {"lines": [{"name": one, one: 1, "number": [one]} for one in shown]}
    told |= {one: {one: {one: None}} for one in shown}
    return json.dumps(told, ensure_ascii=False)


_CODE_KEYS = ("error", "code", "resultCode", "error_code", "statusCode", "status", "type")
"""Where portals put the code of a failure."""


def person_words(facts: Iterable[str]) -> str:
    """HTML that says every fact in plain lines, and nothing else: what may stand on a page that has another purpose."""
    return "".join(f"<p>{escape(one, quote=True)}</p>" for one in written(facts))


def with_person(body: str, said: str, title: str) -> str:
    """A page that says more: behind all else that its body holds, and in its title."""
    page = body.replace("</body>", f"{said}</body>", 1)
    assert page != body
    return page.replace("</title>", f" {escape(title)}</title>", 1)
