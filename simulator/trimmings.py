"""What stands around the figures on a real portal's page: style sheets, scripts, menus, notices, a footer.

The simulated pages hold what is known of the portals and little else. Real ones are twenty to a hundred times as long.
"""

from itertools import count, islice

from aiohttp import web

_MENU = (
    *(
        "料金プラン",
        "お支払い方法",
        "ご契約内容の確認",
        "オプションサービス",
        "機種変更のお手続き",
        "通信エリア",
        "よくあるご質問",
        "お問い合わせ",
    ),
    *(
        "キャンペーン",
        "ご利用ガイド",
        "お知らせ",
        "障害・メンテナンス情報",
        "個人情報の取り扱い",
        "利用規約",
        "会社概要",
        "採用情報",
        "サイトマップ",
    ),
)
_PARTS = {"head": 0.35, "top": 0.4, "bottom": 0.25}
"""How the length is spread."""


def trimmed(answer: web.StreamResponse, size: int) -> web.StreamResponse:
    """The answer with about `size` bytes around what it says, if it is a page for people."""
    if not size or not isinstance(answer, web.Response) or answer.content_type != "text/html":
        return answer
    charset = answer.charset or "utf-8"
    text = answer.body.decode(charset, "replace") if isinstance(answer.body, bytes) else ""
    begins, body = text.find("</head>"), text.find("<body")
    first, ends = text.find(">", body) + 1, text.rfind("</body>")
    if min(begins, body, first, ends) < 0:
        return answer
    head, top, bottom = (_filled(part, int(size * share)) for part, share in _PARTS.items())
    dressed = f"{text[:begins]}{head}{text[begins:first]}{top}{text[first:ends]}{bottom}{text[ends:]}"
    answer.body = dressed.encode(charset, "replace")
    return answer


def _filled(part: str, size: int) -> str:
    """Pieces of a part of a page until it is that long."""
    found, length = [], 0
    for piece in map(_PIECES[part], count()):
        found.append(piece)
        length += len(piece.encode())
        if length >= size:
            return "".join(found)
    return ""


def _style(number: int) -> str:
    rules = "".join(
        f".l-{number}-{one}{{margin:{one}px auto;padding:0 {one % 7}rem;color:#0{number % 10}{one % 10}}}"
        for one in range(8)
    )
    code = f"(function(w,d){{w['q{number}']=w['q{number}']||[];w['q{number}'].push({{t:+new Date(),id:'x{number}'}});}})(window,document);"
    return f"<style>{rules}</style>\n<script>{code}</script>\n<link rel='preload' href='/assets/c{number}.css' as='style'>\n"


def _menu(number: int) -> str:
    links = "".join(
        f"<li class='gnav__item gnav__item--{place}'><a href='/guide/{place}/' data-track='nav_{place}'><span class='icon'></span>{text}</a></li>"
        for place, text in islice(enumerate(_MENU), number % 5, None)
    )
    return f"<nav class='gnav' aria-label='menu{number}'><ul>{links}</ul></nav>\n"


def _foot(number: int) -> str:
    text = _MENU[number % len(_MENU)]
    return (
        f"<footer class='foot'><section><h2>{text}</h2><p>{text}については、<a href='/help/{number % len(_MENU)}/'>こちら</a>をご覧ください。</p>"
        f"<ul>{_MENU_ROW}</ul></section></footer>\n"
    )


_MENU_ROW = "".join(f"<li><a href='/guide/{place}/'>{text}</a></li>" for place, text in enumerate(_MENU))
_PIECES = {"head": _style, "top": _menu, "bottom": _foot}
