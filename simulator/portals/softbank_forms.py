"""The identity host's pages: login form, refusal, the steps of the code, and what may stand in the way. Sheet 3.1 to 3.3."""

from html import escape

from simulator.people import Account

from .softbank_brand import FOREIGN, LOGIN_PATH, SOFTBANK, Brand, options_of
from .softbank_desk import Signing, destinations
from .softbank_options import SoftbankOptions

CODE_PAGE = "r_login_otp.php"
OTHER_CODE_PAGE = "r_security_check.php"  # assumed
CHOICE, SEND = "securityTelSelect.php", "sendTel.php"  # assumed
EXTRA = {"flow_id": "sb-otp-01"}  # assumed
_FAQ = (
    '<p class="faq"><a href="faq.php?id=1">セキュリティ番号が届かない場合</a> '
    '<a href="https://www.softbank.jp/support/faq/view/00000">本人確認とは</a></p>'
)
_AGREE = '<form method="post" action="agree.php"><button name="agree" value="1">同意する</button></form>'
_RENEW = '<form method="post" action="renew.php"><input type="password" name="new_password"></form>'
_INTERRUPTS = {
    "captcha": ("認証", '<p>画像認証</p><div class="g-recaptcha" data-sitekey="synthetic"></div>'),
    "passkey": ("パスキー", "<p>パスキーで本人を確かめます。端末のロックを解除してください。</p>"),
    "consent": ("利用規約", f"<p>利用規約が改定されました。</p>{_AGREE}"),
    "password_expired": ("パスワード変更", f"<p>パスワードの有効期限が切れています。変更してください。</p>{_RENEW}"),
}


def frame(title: str, body: str, head: str = "") -> str:
    """A page."""
    return (
        f'<!DOCTYPE html>\n<html lang="ja"><head><meta charset="UTF-8"><title>{title}</title>{head}</head>\n'
        f"<body>{body}</body></html>\n"
    )


def login_page(brand: Brand, options: SoftbankOptions, ticket: str, error: str = "", number_view: bool = False) -> str:
    """The login form, and the other forms that stand around it."""
    ours, yahoo = _number_form(brand, options, ticket), _yahoo_form()
    parts = [yahoo, ours] if options.yahoo_first else [ours, yahoo]
    if options.login_view == "id_first":
        parts[parts.index(ours)] = f'{_id_form()}<div class="tab" style="display:none">{ours}</div>'
    elif options.login_view == "id_only" and not number_view:
        link = '<p><a href="authorization.php?view=number">携帯電話番号でログイン</a></p>'
        parts[parts.index(ours)] = f"{_id_form()}{link}"
    return frame(brand.login_title, _error(options, error) + "\n".join(parts))


def _number_form(brand: Brand, options: SoftbankOptions, ticket: str) -> str:
    action = {
        "login_foreign": f"https://{FOREIGN}{LOGIN_PATH}login.php",
        "login_http": f"http://{brand.identity}{LOGIN_PATH}login.php",
    }.get(options.hostile, f"{LOGIN_PATH}login.php")
    return f"""
<form name="loginForm" action="{action}" method="post">
 <input type="hidden" name="ticket" value="{ticket}">
 <label>携帯電話番号 <input type="text" name="telnum" class="sbid-msn-check" value=""></label>
 <label>パスワード <input type="password" name="password" value=""></label>
 <button type="submit" class="btn">ログインする</button>
</form>"""


def _yahoo_form() -> str:
    return f"""
<form name="yloginForm" action="{LOGIN_PATH}y_login.php" method="post">
 <input type="hidden" name="ticket" value="yahoo-ticket-0000000000">
 <button type="submit">Yahoo! JAPAN IDでログイン</button>
</form>"""


def _id_form() -> str:
    return f"""
<form name="sbidForm" action="{LOGIN_PATH}sbid_login.php" method="post">
 <input type="hidden" name="ticket" value="sbid-ticket-0000000000">
 <label>SoftBank ID <input type="text" name="sbid"></label>
 <label>パスワード <input type="password" name="sbid_password"></label>
 <button type="submit">ログインする</button>
</form>"""


def _error(options: SoftbankOptions, text: str) -> str:
    if not text or options.login_error == "none":
        return ""
    kind = "" if options.login_error == "plain" else f' class="{options.login_error}"'
    return f"<div{kind}>{escape(text)}</div>"


def interrupt_page(kind: str) -> str:
    """A captcha or another thing that only a person can do; none is attested."""
    title, body = _INTERRUPTS[kind.removesuffix("_after")]
    return frame(title, body)


def code_title(brand: Brand, options: SoftbankOptions, level: int) -> str:
    """The title that the pages of the code bear."""
    if brand is SOFTBANK or (level == 1 and not options.old_titles):
        return "本人確認 | My SoftBank | ソフトバンク"
    return "本人確認 | ワイモバイル"


def choice_page(brand: Brand, account: Account, signing: Signing) -> str:
    """Shape A: where shall the SMS go?"""
    radios = "".join(
        f'<p><label><input type="radio" name="tel_choice" value="{place}"{" checked" if not place else ""}>'
        f"連絡先：*******{number[-4:]}</label></p>"
        for place, number in enumerate(destinations(account))
    )
    return _step(brand, account, signing, CHOICE, f"<p>セキュリティ番号の送付先を選んでください。</p>{radios}")


def confirm_page(brand: Brand, account: Account, signing: Signing) -> str:
    """Shapes A and B: the SMS goes out with this page's 送信する."""
    number = signing.destination or destinations(account)[0]
    text = f"<p>本人確認のため、セキュリティ番号をSMSで送信します。</p><p>送付先：*******{number[-4:]}</p>"
    return _step(brand, account, signing, SEND, text)


def _step(brand: Brand, account: Account, signing: Signing, action: str, body: str) -> str:
    options = options_of(account)
    sends = {
        "a": '<a href="javascript:void(0)" onclick="document.forms[\'securityForm\'].submit()">送信する</a>',
        "link": f'<a href="{LOGIN_PATH}{action}?ticket={signing.ticket}">送信する</a>',
    }.get(options.send_style, '<button type="submit">送信する</button>')
    form = (
        f'<form name="securityForm" action="{LOGIN_PATH}{action}" method="post">'
        f'<input type="hidden" name="ticket" value="{signing.ticket}">{body}<p>{sends}</p></form>'
    )
    return frame(code_title(brand, options, signing.wanted.level), f"{_FAQ}<h1>本人確認</h1>{form}")


def code_page(brand: Brand, account: Account, signing: Signing, error: str = "") -> str:
    """The box for the code, whose name is `password`. The texts are invented but for the words of sheet 3.2."""
    options = options_of(account)
    number = signing.destination or destinations(account)[0]
    extra = EXTRA if options.code_form == "other" else {}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in extra.items())
    note = f'<p class="sbid-error">{error}</p>' if error else ""
    form = f"""
<form name="otpForm" action="{_code_action(options)}" method="post">
 <input type="hidden" name="tel" value="{number}">
 <input type="hidden" name="ticket" value="{signing.ticket}">{hidden}
 <p>送付先（*******{number[-4:]}）に届いたセキュリティ番号（3桁）を入力してください。</p>
 <input type="tel" name="password" maxlength="3" autocomplete="off">
 <button type="submit">本人確認する</button>
</form>"""
    return frame(code_title(brand, options, signing.wanted.level), f"{_FAQ}<h1>本人確認</h1>{note}{form}")


def _code_action(options: SoftbankOptions) -> str:
    if options.hostile == "code_foreign":
        return f"https://{FOREIGN}{LOGIN_PATH}{CODE_PAGE}"
    return f"{LOGIN_PATH}{OTHER_CODE_PAGE if options.code_form == 'other' else CODE_PAGE}"


def maintenance_page() -> str:
    """The notice at night; wholly invented."""
    return frame(
        "メンテナンスのお知らせ",
        "<h1>ただいまメンテナンス中です</h1><p>システムメンテナンスのため、サービスを停止しています。"
        "しばらくたってから、もう一度アクセスしてください。</p>",
    )
