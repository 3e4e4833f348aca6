"""Forms go back as a browser sends them, to declared hosts only."""

from collections.abc import Callable

import aiohttp
import pytest
from yarl import URL

from custom_components.japan_mobile.carriers.errors import ForeignAnswer, LayoutChanged
from custom_components.japan_mobile.carriers.forms import form_named, form_with, forms, links, login_form, submit
from custom_components.japan_mobile.carriers.web import Web, cookie_jar

from .paging import page

LOGIN = """<form name=y action=y_login.php method=post><input type=hidden name=ticket value=other></form>
<form method=POST action="/sbid/login.php?x=1"><div style="display:none"><input type=hidden name=ticket value="a&amp;b"></div>
<input name=telnum id=tel><label for=tel>携帯電話番号</label><input type=password name=password maxlength=20>
<input type=checkbox name=keep checked><input type=checkbox name=news value=1><input type=radio name=r value=1><input type=radio
name=r value=2 checked><select name=m><option value=a>A<option value=b selected>B</select><select name=n><option>C<option>D</select>
<textarea name=t>
x
y</textarea><input name=off value=1 disabled><input type=file name=f><input type=reset name=z value=z><input value=nameless>
<button name=go value=1>ログインする</button><input type=submit name=back value=戻る></form>"""


def test_all_named_inputs_go_back_with_ours() -> None:
    form = login_form(page(LOGIN))
    assert form.action == URL("https://my.portal.example/sbid/login.php?x=1")
    assert form.filled({"telnum": "09000000001", "password": " s "}) == [
        ("ticket", "a&b"), ("telnum", "09000000001"), ("password", " s "), ("keep", "on"), ("r", "2"), ("m", "b"),
        ("n", "C"), ("t", "x\ny"), ("go", "1"),
    ]  # fmt: skip
    assert ("back", "戻る") in form.filled(press="戻る")
    assert ("go", "1") in form.filled(press="ログイン する")
    assert ("r", "1") in form.filled({"r": "1"})
    assert form.control("password").maxlength == 20
    assert form.control("m").options == (("a", "A"), ("b", "B"))
    assert form.labelled("携帯電話番号").name == "telnum"
    assert [box.name for box in form.boxes] == ["telnum", "password", ""]


@pytest.mark.parametrize(
    ("call", "missing"),
    [
        (lambda: login_form(page(LOGIN)).filled({"josso_username": "x"}), "field josso_username"),
        (lambda: login_form(page(LOGIN)).filled(press="購入する"), "button 購入する"),
        (lambda: login_form(page(LOGIN)).labelled("メールアドレス"), "field メールアドレス"),
        (lambda: login_form(page("<form><input name=q></form>")), "form with a password box"),
        (lambda: login_form(page(LOGIN + LOGIN)), "form with a password box"),
        (lambda: form_with(page(LOGIN), "telnum", "mfsb"), "form with telnum, mfsb"),
        (lambda: form_with(page(LOGIN), "ticket"), "form with ticket"),
        (lambda: form_named(page(LOGIN), "webLink"), "form webLink"),
    ],
)
def test_what_is_not_there_is_named(call: Callable[[], object], missing: str) -> None:
    with pytest.raises(LayoutChanged) as caught:
        call()
    assert caught.value.missing[0] == missing


def test_forms_are_found() -> None:
    assert form_with(page(LOGIN), "telnum").has("ticket", "password")
    assert form_named(page(LOGIN), "y").action == URL("https://my.portal.example/y_login.php")
    html = '<form id=webLink action="https://re11.portal.example/top/" method=post><input type=hidden name=mfiv value=1></form>'
    assert form_named(page(html), "webLink").filled() == [("mfiv", "1")]


def test_fields_outside_their_form() -> None:
    """Forms between table rows, and fields that name their form."""
    html = (
        "<table><form method=post action=a><tr><th>ID<td><input name=id><td><input type=password name=p></form></table>"
    )
    form = login_form(page(html))
    assert form.names == {"id", "p"}
    assert form.labelled("ID").name == "id"
    outer, inner = forms(page("<input form=b name=x><form id=a></form><form id=b></form><input name=nobody's>"))
    assert not outer.names
    assert inner.names == {"x"}


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("", "https://my.portal.example/usage?token=secret"),
        ("./next", "https://my.portal.example/next"),
        ("?a=1", "https://my.portal.example/usage?a=1"),
        ("https://id.portal.example/x", "https://id.portal.example/x"),
        ("//evil.example/x", "https://evil.example/x"),
    ],
)
def test_actions_are_resolved(action: str, expected: str) -> None:
    (form,) = forms(page(f'<form action="{action}"></form>'))
    assert str(form.action) == expected


def test_links() -> None:
    html = '<a href="/bill">ご請求</a><a href="#top">上</a><a href="javascript:x()">x</a><a href=http://a.example>y</a><a hidden href=/z>z</a>'
    assert links(page(html)) == (("ご請求", URL("https://my.portal.example/bill")),)
    assert links(page('<base href="https://b.example/c/"><a href=d>D</a>'))[0].url == URL("https://b.example/c/d")


@pytest.mark.parametrize(
    ("attributes", "error"),
    [
        ('method=post action="https://evil.example/login"', ForeignAnswer),
        ('method=post action="http://my.portal.example/login"', ForeignAnswer),
        ('method=post action="https://my.portal.example:8443/login"', ForeignAnswer),
        ('method=post action="javascript:send()"', ForeignAnswer),
        ('method=post action="https://[::broken"', ForeignAnswer),
        ("method=get action=/login", LayoutChanged),
        ('method=post action=/login enctype="multipart/form-data"', LayoutChanged),
    ],
)
async def test_a_password_goes_nowhere_else(attributes: str, error: type[Exception]) -> None:
    form = login_form(page(f"<form {attributes}><input type=password name=p></form>"))
    async with aiohttp.ClientSession(cookie_jar=cookie_jar()) as session:
        web = Web(session, ["my.portal.example"])
        with pytest.raises(error):
            await submit(web, form, {"p": "secret"})
        assert web.requests == 0
