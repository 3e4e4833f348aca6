"""Which page came instead of the wanted one."""

from datetime import datetime
from time import process_time

import pytest

from custom_components.japan_mobile.carriers.errors import AccountActionNeeded, CodeNeeded, LoginExpired, Maintenance
from custom_components.japan_mobile.carriers.model import TOKYO
from custom_components.japan_mobile.carriers.signs import Kind, Rules, code_form, sign, signs

from .paging import NOW, page

RULES = Rules(identity_hosts=("id.portal.example",), error_words=("ログインできません",))
ID = "https://id.portal.example/login.php"
LOGIN = (
    "<form method=post><input name=telnum><input type=password name=password maxlength=32><input type=submit></form>"
)
CODE = "<form method=post><input type=tel name=password maxlength=3><input type=hidden name=ticket><button>本人確認する</button></form>"
TERMS = "<title>重要なお知らせ</title><h1>利用規約改定のお知らせ</h1><p>12月1日に利用規約を改定いたします。</p>"


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        (CODE, "https://my.portal.example/", Kind.CODE),
        ("<title>本人確認 | My SoftBank | ソフトバンク</title><p>x", "https://my.portal.example/", Kind.CODE),
        ("<p>送付先を選んでください<form><input type=radio name=a value=1></form>", ID, Kind.CODE),
        ("<form><label>認証コード<input name=c></label></form>", "https://my.portal.example/", Kind.CODE),
        ("<form><input name=x autocomplete=one-time-code></form>", ID, Kind.CODE),
        ("<p>連絡先：東京<p>残量：3GB", "https://my.portal.example/", None),
        (LOGIN + "<p>連絡先", ID, Kind.LOGIN),
        (LOGIN, "https://my.portal.example/", Kind.LOGIN),
        ("<form><input type=password name=password></form>", ID, Kind.LOGIN),
        (LOGIN + '<div class="g-recaptcha" data-sitekey=k></div>', ID, Kind.HUMAN),
        (LOGIN + "<p>画像に表示されている文字を入力してください", ID, Kind.HUMAN),
        (LOGIN + "<img src=/captcha.png>", ID, Kind.HUMAN),
        ('<iframe src="https://challenges.cloudflare.com/x"></iframe>', ID, Kind.HUMAN),
        ("<title>Just a moment...</title><script>window._cf_chl_opt={};</script>", ID, Kind.HUMAN),
        ("<script src=/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1></script>", ID, Kind.HUMAN),
        ("<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><p>残量：3GB", ID, None),
        ("<h1>パスキーの登録</h1>", ID, Kind.HUMAN),
        (LOGIN + '<script src="https://www.google.com/recaptcha/api.js?render=k"></script><a href=/p>パスキーでログイン</a>', ID, Kind.LOGIN),
        ("<p><a href=/faq>画像認証とは</a><form><input name=q></form>", ID, None),
        ("<h1>利用規約の改定</h1><form><input type=checkbox name=a><button>同意する</button></form>", ID, Kind.CONSENT),
        (TERMS + "<form method=post><button>確認しました</button></form>", ID, Kind.CONSENT),
        (TERMS + "<form method=post><input type=submit value=次へ></form>", ID, Kind.CONSENT),
        (TERMS + "<form><label><input type=checkbox name=a>改定内容を確認しました</label><button type=button>閉じる</button></form>", ID, Kind.CONSENT),
        (TERMS + "<p><a href=/top>同意して進む</a>", ID, Kind.CONSENT),
        (TERMS.replace("利用規約改定のお知らせ", "通信サービス契約約款等の一部変更について") + "<a href=/top>確認のうえ、次へ進む</a>", ID, Kind.CONSENT),
        (TERMS.replace("利用規約改定のお知らせ", "改定後のプライバシーポリシー") + "<a href=/top>承諾する</a>", ID, Kind.CONSENT),
        (TERMS + "<p><a href=/top>戻る</a><a href=/terms.pdf>改定内容を確認する</a>", ID, None),
        (TERMS + "<p><a href=/top>次へ</a>", ID, None),
        (TERMS + "<form><button>閉じる</button></form>", ID, None),
        (TERMS + "<a href=/out>同意しません</a>", ID, None),
        (TERMS + "<p>残量：3GB<form><button>確認しました</button></form>", ID, None),
        (TERMS + "<p>ご請求額：3,278円<form><button>確認しました</button></form>", ID, None),
        (TERMS + "<form><input name=q><button>次へ</button></form>", ID, None),
        (TERMS + LOGIN + "<form><button>確認しました</button></form>", ID, Kind.LOGIN),
        ("<h1>お知らせ</h1><p>利用規約の改定</p><form><button>確認しました</button></form>", ID, None),
        ("<h1>料金プランの変更</h1><p>約款</p><form><button>確認しました</button></form>", ID, None),
        (LOGIN.replace("</form>", "<p>規約に同意<button>同意してログイン</button></form>"), ID, Kind.LOGIN),
        ("<form><input type=password name=a><input type=password name=b></form>", ID, Kind.PASSWORD_CHANGE),
        ("<form><input type=password name=new_password></form>", ID, Kind.PASSWORD_CHANGE),
        ("<form><label>新しいパスワード<input type=password name=a></label></form>", ID, Kind.PASSWORD_CHANGE),
        ("<form><input name=news><input type=password name=pw></form>", ID, Kind.LOGIN),
        ('<div class="err-area">番号かパスワードが違います', ID, Kind.LOGIN_ERROR),
        ('<div class="err-area">番号かパスワードが違います', "https://my.portal.example/", None),
        ("<p>ログインできません", ID, Kind.LOGIN_ERROR),
        ("<title>メンテナンス中</title><p>しばらくお待ちください", "https://my.portal.example/", Kind.MAINTENANCE),
        ("<p>ただいまシステムメンテナンスを行っております。", "https://my.portal.example/", Kind.MAINTENANCE),
        ("<p>7月3日にメンテナンスを実施します<p>残量：3GB", "https://my.portal.example/", None),
        ("<h2>メンテナンス中のサービス</h2><p>残量：3GB", "https://my.portal.example/", None),
        ("<p class=red>未払い金があります<p>残量：3GB", "https://my.portal.example/", Kind.ARREARS),
        ("<p>未払い金がありますと、停止します", "https://my.portal.example/", None),
        ("<p><a href=/faq>未払い金がありますか？よくあるご質問</a>", "https://my.portal.example/", None),
        ("<p>未払い金がありません<p hidden>未払い金があります", "https://my.portal.example/", None),
        ("<p>残量：3GB", "https://my.portal.example/", None),
    ],
)  # fmt: skip
def test_signs(html: str, url: str, kind: Kind | None) -> None:
    found = sign(page(html, url), RULES)
    assert (found and found.kind) == kind


def test_the_order_of_checks() -> None:
    html = (
        CODE
        + LOGIN
        + '<p class="err-area">番号かパスワードが違います</p><div class=h-captcha></div><p>未払い金があります'
    )
    kinds = [found.kind for found in signs(page(html, ID), RULES)]
    assert kinds == sorted(kinds, key=list(Kind).index)
    assert kinds[0] == Kind.CODE
    error = LOGIN + '<p class="err-area">番号かパスワードが違います</p>'
    assert [found.kind for found in signs(page(error, ID), RULES)] == [Kind.LOGIN, Kind.LOGIN_ERROR]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("***-****-1234 に送信しました", "1234"),
        ("090-****-1234", "1234"),
        ("●●●●●●●1234", "1234"),
        ("下4桁 1234 の番号", "1234"),
        ("090-0000-1234", "1234"),
        ("090-****-1234 または 090-****-5678", None),
        ("2026年6月1234", None),
    ],
)
def test_where_the_code_went(text: str, digits: str | None) -> None:
    found = sign(page(f"<p>{text}</p>{CODE}", ID), RULES)
    assert found is not None
    assert found.destination == digits
    assert isinstance(found.error(), CodeNeeded)


@pytest.mark.parametrize("dots", ["・", "*", "••-"])
def test_where_the_code_went_is_soon_known(dots: str) -> None:
    """Also on a page of dots."""
    shown = page(f"<p>{dots * 8_000}</p>{CODE}", ID)
    began = process_time()
    found = sign(shown, RULES)
    assert process_time() - began < 1
    assert found is not None
    assert found.destination is None


def test_a_code_form_is_found_if_there_is_one() -> None:
    assert code_form(page(CODE)) is not None
    assert code_form(page(LOGIN)) is None
    assert code_form(page(CODE + CODE)) is None


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("2026年6月21日（日）6:00まで", datetime(2026, 6, 21, 6, tzinfo=TOKYO)),
        ("6月21日 午前5時30分頃まで", datetime(2026, 6, 21, 5, 30, tzinfo=TOKYO)),
        ("6月31日 6:00まで", None),
        ("朝まで", None),
    ],
)
def test_the_end_of_a_maintenance(text: str, until: datetime | None) -> None:
    found = sign(page(f"<h1>メンテナンス中</h1><p>{text}"), now=NOW)
    assert found is not None
    error = found.error()
    assert isinstance(error, Maintenance)
    assert error.until == until


def test_errors() -> None:
    login = sign(page(LOGIN))
    assert login is not None
    assert isinstance(login.error(), LoginExpired)
    consent = sign(page("<h1>規約</h1><form><button>同意する</button></form>"))
    assert consent is not None
    assert isinstance(consent.error(), AccountActionNeeded)
    arrears = sign(page("<p>未払い金があります</p>"))
    assert arrears is not None
    assert arrears.error() is None
