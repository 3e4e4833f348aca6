"""What is put beside the figures: other tables, notices, advertisements. The page says the same."""

from random import Random

from tests.mutations.kinds import Scene, insert, mutation, named, squeezed
from tests.mutations.tree import Element, Tree


@mutation("extra table", cosmetic=True)
def extra_table(tree: Tree, random: Random, scene: Scene) -> bool:
    """A table of something else, with numbers of its own: what the page calls by a label of its figures is that."""
    rows = random.choice(
        (
            [("お問い合わせ", "157"), ("受付時間", "9:00～20:00")],
            [("ご請求額", "3,278円"), ("お支払い方法", "クレジットカード"), ("お支払い期限", "26日")],
            [("通信速度", "最大150Mbps"), ("速度制限後", "128kbps")],
            [("保有ポイント", "1,250ポイント"), ("有効期限", "2099年3月31日")],
            [("通話時間", "35分"), ("SMS", "4通")],
        )
    )
    table = Element("table", {"class": named(random)})
    own = {squeezed(label) for label in scene.labels}
    for label, value in [row for row in rows if row[0] not in own]:
        table.add(Element("tr", {}, Element("th", {}, label), Element(random.choice(["td", "td", "th"]), {}, value)))
    insert(
        tree, random, Element(random.choice(["h2", "h3"]), {}, random.choice(["サポート", "その他", "お知らせ"])), table
    )
    return True


@mutation("notice", cosmetic=True)
def notice(tree: Tree, random: Random, _: Scene) -> bool:
    told = random.choice(
        (
            "システムメンテナンスのお知らせ：11月30日 2:00～5:00",
            "データ量は約1時間ごとに更新されます。",
            "※表示されるデータ量は概算です。1GB＝1,000MBで計算しています。",
            "ご不明な点は157（受付時間 9:00～20:00）までお問い合わせください。",
        )
    )
    insert(tree, random, Element("p", {"class": "notice"}, told))
    return True


def _ads(random: Random, scene: Scene) -> list[Element]:
    """Advertisements and price lists with numbers that are not the line's."""
    label = random.choice(scene.labels)
    size = random.choice(["50GB", "20GB", "3GB", "100GB", "５０ＧＢ"])
    return [
        Element("p", {}, f"今なら{size}プレゼント！"),
        Element("div", {"class": "bnr"}, Element("a", {"href": "/cp/"}, f"今なら{size}")),
        Element("div", {"class": "campaign"}, Element("p", {}, "今なら"), Element("p", {}, size)),
        Element("div", {"class": "promo"}, Element("dl", {}, Element("dt", {}, label), Element("dd", {}, size))),
        Element("p", {}, f"{label}が気になる方へ 最大{size}増量キャンペーン実施中"),
        Element("p", {}, "期間限定 ", Element("b", {}, size), "もれなくもらえる"),
        Element(
            "table",
            {},
            Element("caption", {}, "料金プラン一覧"),
            Element("tr", {}, Element("th", {}, "プラン"), Element("th", {}, "データ量"), Element("th", {}, "月額")),
            Element("tr", {}, Element("td", {}, "S"), Element("td", {}, "4GB"), Element("td", {}, "2,365円")),
            Element("tr", {}, Element("td", {}, "L"), Element("td", {}, size), Element("td", {}, "5,115円")),
        ),
        Element(
            "div",
            {"class": "ad-area"},
            Element("h3", {}, "おすすめキャンペーン"),
            Element("table", {}, Element("tr", {}, Element("th", {}, label), Element("td", {}, size))),
        ),
        Element(
            "div", {}, Element("p", {}, "データ増量オプションがお得！"), Element("p", {}, f"今なら{size}が6ヵ月無料")
        ),
        Element("a", {"href": "/cp"}, f"【今だけ】{label}{size}まで無料でお試し"),
    ]


@mutation("advertisement", cosmetic=True)
def advertise(tree: Tree, random: Random, scene: Scene) -> bool:
    ads = _ads(random, scene)
    insert(tree, random, *random.sample(ads, random.randint(1, 3)))
    return True


@mutation("advertisement among the figures", cosmetic=True)
def advertise_inside(tree: Tree, random: Random, scene: Scene) -> bool:
    """Between the blocks of the figures themselves."""
    places = tree.body.find(
        lambda element: element.tag in {"table", "dl"} and not element.inside("table", "dl", "p", "form")
    )
    if not places:
        return False
    place = random.choice(places)
    ad = random.choice(_ads(random, scene)[:2])
    place.swap_in(ad, place) if random.random() < 0.5 else place.swap_in(place, ad)
    return True


@mutation("this month's heading added", cosmetic=True)
def say_month(tree: Tree, random: Random, scene: Scene) -> bool:
    if not scene.month:
        return False
    insert(tree, random, Element(random.choice(["h2", "p"]), {}, scene.month))
    return True
