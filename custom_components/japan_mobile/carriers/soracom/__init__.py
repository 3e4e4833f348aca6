"""SORACOM: the facts. Protocol: docs/carriers/soracom.md"""

from datetime import UTC, timedelta
from enum import StrEnum

from ..carrier import NONE, Can, Carrier, Evidence, Field, Login, Pace, Proof, Support
from ..later import later


class Coverage(StrEnum):
    """Two sets of SIMs on two hosts."""

    JAPAN = "jp"
    GLOBAL = "g"


HOSTS = {Coverage.JAPAN: "api.soracom.io", Coverage.GLOBAL: "g.api.soracom.io"}
BOTH = "both"


SORACOM = Carrier(
    key="soracom",
    name="SORACOM",
    name_ja="SORACOM",
    family="soracom",
    client=later(__name__, "SoracomClient"),
    login=Login.API_KEY,
    fields=(
        Field("coverage", "カバレッジタイプ", options=(Coverage.JAPAN, Coverage.GLOBAL, BOTH)),
        Field("auth_key_id", "認証キー ID", required=False),
        Field("auth_key", "認証キーシークレット", secret=True, required=False),
        Field("email", "メールアドレス", required=False),
        Field("operator_id", "オペレーター ID", required=False),
        Field("user_name", "ユーザー名", required=False),
        Field("password", "パスワード", secret=True, required=False),
        Field("mfa_code", "認証コード", secret=True, required=False, once=True),
        Field("estimate", "バンドル", required=False, options=(NONE, "decimal", "binary")),
    ),
    ways=(
        frozenset({"auth_key_id", "auth_key"}),
        frozenset({"operator_id", "user_name", "password"}),
        frozenset({"email", "password"}),
    ),
    # The last two are where the API puts exported files: the definition's examples begin with this name, and show
    # stores of the carrier at both addresses. No key is ever sent there.
    hosts=(*HOSTS.values(), "soracom-*.s3.amazonaws.com", "soracom-*.s3.ap-northeast-1.amazonaws.com"),
    gigabyte=10**9,
    can=Can.USED | Can.REMAINING | Can.TOTAL | Can.BILLS | Can.ESTIMATE | Can.ARREARS
    | Can.DAILY_HISTORY | Can.MONTHLY_HISTORY,
    switched=(("estimate", Can.REMAINING | Can.TOTAL),),
    zone=UTC,
    pace=Pace(usage=timedelta(hours=1)),
    support=Support("https://console.soracom.io/"),
    evidence=Evidence("2026-06", "the carrier's own OpenAPI definition", Proof.OFFICIAL),
)  # fmt: skip
