"""SoftBank and Y!mobile: one system under two sets of names. Protocol: docs/carriers/softbank.md, 2.1."""

from typing import NamedTuple

from ..errors import WrongBrand


class Brand(NamedTuple):
    """The names of one brand. `proof` is the hidden input that only
    a hand-over of this brand has, `entry` the page by which one logs in, `home` the one with the portal's notices.
    `turns` are the days on which a cycle may begin.
    """

    key: str
    name: str
    portal: str
    identity: str
    data: str
    billing: str
    links: str
    proof: str
    entry: str
    home: str
    turns: frozenset[int]

    @property
    def hosts(self) -> tuple[str, ...]:
        """All of its hosts; the first is the portal's."""
        return (self.portal, self.identity, self.data, self.billing)

    def link(self, page: str) -> str:
        """The redirector's address for a page."""
        return f"https://{self.portal}{self.links}{page}"


USAGE = "MRERE0000"
"""What the redirector calls the data page, at both brands (sheet, 2.2)."""

SOFTBANK = Brand(
    key="softbank",
    name="SoftBank",
    portal="my.softbank.jp",
    identity="id.my.softbank.jp",
    data="re11.my.softbank.jp",
    billing="bl11.my.softbank.jp",
    links="/msb/d/webLink/doSend/",
    proof="mfsb",
    entry=USAGE,
    home="MSB020063",
    turns=frozenset({1, 11, 21}),
)
YMOBILE = Brand(
    key="ymobile",
    name="Y!mobile",
    portal="my.ymobile.jp",
    identity="id.my.ymobile.jp",
    data="re61.my.ymobile.jp",
    billing="bl61.my.ymobile.jp",
    links="/muc/d/webLink/doSend/",
    proof="mfym",
    entry="MWBWL0130",
    home="MWBWL0130",
    turns=frozenset({1}),
)


def other(brand: Brand) -> Brand:
    """The other brand of the same system."""
    return YMOBILE if brand is SOFTBANK else SOFTBANK


def wrong_brand(asked: Brand) -> WrongBrand:
    """The error for a number that is a line of the other brand (sheet, 10)."""
    return WrongBrand(asked.name, belongs_to=other(asked).key, name=other(asked).name)
