"""A code that a form asks for, whatever portal shows it."""

import aiohttp
import pytest

from custom_components.japan_mobile.carriers.challenge import FormChallenge, is_dead
from custom_components.japan_mobile.carriers.document import Document
from custom_components.japan_mobile.carriers.errors import LayoutChanged
from custom_components.japan_mobile.carriers.web import Web
from tests.carriers.paging import page

BOX = '<form method="post" action="/code"><p>末尾4桁 0001 の番号に送信しました</p><input name="authCode" maxlength="6">{}</form>'


async def never(doc: Document) -> None:
    """Nobody arrives."""
    raise AssertionError(doc.name)


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
    assert (await refused(BOX.format("<button>再送信</button><button>認証する</button>"))).missing == ("code button",)


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
