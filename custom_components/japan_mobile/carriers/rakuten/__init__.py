"""Rakuten Mobile: the facts. Protocol: docs/carriers/rakuten.md"""

from datetime import timedelta

from ..carrier import Can, Carrier, Evidence, Login, Pace, Support
from ..later import later
from ..person import BROWSER

PORTAL = "portal.mobile.rakuten.co.jp"
LOGIN_HOSTS = frozenset({"login.account.rakuten.com", "grp03.id.rakuten.co.jp", "id.rakuten.co.jp"})


RAKUTEN = Carrier(
    key="rakuten",
    name="Rakuten Mobile",
    name_ja="楽天モバイル",
    family="rakuten",
    client=later(__name__, "RakutenClient"),
    login=Login.PERSON,
    fields=(BROWSER,),
    hosts=(PORTAL, *sorted(LOGIN_HOSTS)),
    gigabyte=10**9,
    can=Can.USED,
    pace=Pace(usage=timedelta(hours=3)),
    support=Support(f"https://{PORTAL}/"),
    evidence=Evidence(
        "2025-12", "public programs that read the dashboard of a browser in which a person had logged in"
    ),
    ways=(frozenset({BROWSER.key}),),
    confirms=True,
)
