"""A code that a form asks for, whatever portal shows it."""

from typing import Any, override

import aiohttp
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.challenge import FormChallenge, is_dead
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.web import Page, Web
from tests.carriers.paging import page

BOX = '<form method="post" action="/code"><p>末尾4桁 0001 の番号に送信しました</p><input name="authCode" maxlength="6">{}</form>'


async def never(doc: Document) -> None:
    """Nobody arrives."""
    raise AssertionError(doc.name)


class Posts(Web):
    """Answers every form with one page and remembers what came."""

    def __init__(self, session: aiohttp.ClientSession, hosts: list[str], answer: str) -> None:
        super().__init__(session, hosts)
        self.answer = answer
        self.posted: list[list[tuple[str, str]]] = []

    @override
    async def post(self, url: str | URL, **sent: Any) -> Page:
        self.posted.append(sent["form"])
        return page(self.answer)


async def refused(html: str) -> LayoutChanged:
    """What a code for that page ends in, without any request."""
    async with aiohttp.ClientSession() as http:
        web = Web(http, ["my.portal.example"])
        challenge = FormChallenge(web, Document(page(html)), never)
        with pytest.raises(LayoutChanged) as caught:
            await challenge.submit("123456")
    assert web.requests == 0
    return caught.value


async def test_pages_that_are_not_sure() -> None:
    """Without a box there is nowhere to put it; of two buttons one could ask for another code."""
    assert (await refused("<title>本人確認</title><p>送信しました</p>")).missing == ("code box",)
    for buttons in ("<button>再送する</button>", "<button>A</button><button>B</button>"):
        assert (await refused(BOX.format(buttons))).missing == ("code button",)


@pytest.mark.parametrize(
    "buttons", [("再送する", "認証する"), ("送信する", "コードを再送信"), ("ログイン", "戻る"), ("次へ",), ()]
)
async def test_the_button_that_takes_the_code(buttons: tuple[str, ...]) -> None:
    """Never the one that asks for another."""
    html = BOX.format("".join(f"<button name='b' value='{name}'>{name}</button>" for name in buttons))
    meant = [name for name in buttons if name in {"認証する", "送信する", "ログイン", "次へ"}]
    async with aiohttp.ClientSession() as http:
        web = Posts(http, ["my.portal.example"], "<p>ようこそ</p>")
        arrived: list[str] = []

        async def arrive(doc: Document) -> None:
            arrived.append(doc.text)

        await FormChallenge(web, Document(page(html)), arrive).submit("123456")
    assert web.posted == [[("authCode", "123456"), *(("b", name) for name in meant)]]
    assert arrived == ["ようこそ"]


SENDING = "<p>認証コードをSMSで送信します</p><form method='post' action='/send'><input type='radio' name='to' value='1'><input type='radio' name='to' value='2'>{}</form>"


async def test_a_code_that_has_to_be_sent() -> None:
    """It is sent by `send` alone, once, by the button that says so, to the first place."""
    async with aiohttp.ClientSession() as http:
        web = Posts(http, ["my.portal.example"], BOX.format(""))
        challenge = FormChallenge(
            web,
            Document(page(SENDING.format("<button name='go'>送信する</button><button name='no'>戻る</button>"))),
            never,
        )
        assert (challenge.sent, web.posted) == (False, [])
        await challenge.send()
        await challenge.send()
    assert (challenge.sent, challenge.destination) == (True, "0001")
    assert web.posted == [[("to", "1"), ("go", "")]]


@pytest.mark.parametrize(
    ("html", "dead"),
    [
        ("<p>認証コードの有効期限が切れました。</p>", True),
        ("<p>クーポンの有効期限が切れました。</p><a href='/logout'>ログアウト</a>", False),
        ("<p>クーポンの有効期限が切れました。</p><form><input name='q'></form>", False),
        (BOX.format("<p>認証コードの有効期限が切れたときは再送信してください</p>"), False),
        (BOX.format("<p class='error'>認証コードの有効期限が切れました</p>"), True),
    ],
)
def test_what_a_dead_code_looks_like(html: str, dead: bool) -> None:
    assert is_dead(Document(page(html))) is dead
