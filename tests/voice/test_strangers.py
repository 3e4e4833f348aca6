"""Whoever has no line here, by any name that people bear, and whatever else might have one: no figure is told."""

from pathlib import Path

import pytest

from custom_components.japan_mobile.voice.languages import LANGUAGES
from custom_components.japan_mobile.voice.sentences import understood

LINES = {"en": "Anna", "ja": "花子", "zh-Hans": "小红", "zh-Hant": "小紅"}
WHO = {
    "en": """
        James,John,Robert,Michael,David,Joseph,Mary,Patricia,Linda,Barbara,Sarah,Karen,Will,May,Grace,Hope,Faith,Joy,Rose,Mark,Bill,Art,
        Pat,Rob,Drew,Chase,Grant,Miles,Dean,Frank,Rich,Jack,Guy,Gene,Dawn,Summer,June,April,Autumn,Ruby,Amber,Penny,Sandy,Kenji,Yuki,Siobhan,
        Priya,Wei,Sam,Max,Leo,Mia,Eve,Lee,Kim,Ryan,Noah,Ben,Sue,Ann,Beth,Jane,the car,the router,the neighbour,my boss,the office laptop,
        the smart watch,the TV,YouTube,Netflix,the camera,the school,the company,my friend,the printer,the scooter,the drone,the guest""",
    "ja": """
        田中,佐藤,鈴木,高橋,渡辺,伊藤,山本,中村,小林,加藤,吉田,山田,佐々木,松本,井上,木村,林,清水,山口,森,池田,橋本,石川,前田,太郎,次郎,一郎,健太,翔太,大輔,美咲,
        さくら,ひまり,陽菜,結衣,葵,凛,愛,誠,明,光,望,恵,優,真,純,薫,歩,茜,ケン,メアリー,ジョン,小川,原,今井,南,西,東,北,上田,下田,中田,前川,大野,高木,新井,
        三浦,車,会社,学校,ルーター,テレビ,隣の人,友達,カメラ,パソコン,会社のスマホ,自転車,部長,店長,先生,社長,同僚,客,猫,犬,冷蔵庫,ドローン""",
    "zh-Hans": """
        小明,小李,张三,李四,王五,志明,春娇,家豪,雅婷,淑芬,建国,小华,小丽,大伟,小王,老张,老李,老高,王芳,李娜,张伟,刘洋,陈静,杨阳,赵敏,子涵,浩然,梓萱,欣怡,思远,
        阿强,阿珍,大明,小高,小万,安安,乐乐,多多,周杰,何洁,方明,高明,时光,成龙,应红,平平,单单,白洁,公司,学校,邻居,同事,老师,老板,朋友,汽车,电视,路由器,摄像头,
        电脑,公司手机,猫,狗,客人,客厅,宿舍,无人机""",
    "zh-Hant": """
        小明,小李,張三,李四,王五,志明,春嬌,家豪,雅婷,淑芬,建國,小華,小麗,大偉,小王,老張,老李,老高,王芳,李娜,陳靜,趙敏,怡君,承恩,冠宇,宗翰,阿強,阿珍,大明,小高,
        安安,樂樂,周杰,方明,高明,平平,公司,學校,鄰居,同事,老師,老闆,朋友,汽車,電視,電腦,公司手機,貓,狗,客人,客廳,宿舍""",
}
ASKED = {
    "en": """
        how much data does {} have left,how much data has {} used this month,what's {}'s data usage,how much mobile data is left on {}'s phone,
        will {}'s data last until the end of the month,when does {}'s data reset,how many gigs did {} use today,{}'s phone bill this month please,
        what is the phone bill of {},is {} going to run out of data""",
    "ja": """
        {}のギガはあとどれくらい,{}さんは今月何ギガ使った,{}ちゃんのデータ残量教えて,{}の携帯代いくら,{}さんのデータはいつリセットされますか,
        {}のスマホのデータ残量は,{}は今日何ギガ使った,{}さんのギガ月末まで足りる,{}くんの通信量は,{}のデータ使用量""",
    "zh-Hans": """
        {}的流量还剩多少,{}这个月用了多少流量,{}还剩多少流量,{}的话费多少,{}今天用了几个G流量,{}的流量什么时候重置,{}的流量够用到月底吗,{}手机的流量还有多少""",
    "zh-Hant": """
        {}的流量還剩多少,{}這個月用了多少流量,{}還剩多少流量,{}的電話費多少,{}今天用了幾G流量,{}的流量什麼時候重置,{}的流量夠用到月底嗎,{}手機的流量還有多少""",
}


def _listed(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split(",")]


@pytest.mark.parametrize("code", ASKED)
def test_nobody_elses_question_is_answered(code: str) -> None:
    asked = [form.format(who) for who in _listed(WHO[code]) for form in _listed(ASKED[code])]
    found = {text: understood(text, [LINES[code]], [LANGUAGES[code]]) for text in asked}
    assert len(asked) > 400
    assert [text for text, said in found.items() if said is not None] == []


SENTENCES = [
    (code, text.strip())
    for code, texts in (line.split(":", 1) for line in (Path(__file__).parent / "refused.txt").read_text().splitlines())
    for text in texts.split("|")
]
HOUSEHOLD = {
    "en": ["Anna", "Dad", "Kids tablet"],
    "ja": ["花子", "お父さん", "子供のタブレット"],
    "zh-Hans": ["小红", "爸爸", "孩子的平板"],
    "zh-Hant": ["小紅", "爸爸", "孩子的平板"],
}


@pytest.mark.parametrize(("code", "text"), SENTENCES)
def test_other_people_times_things_and_orders_get_no_figure(code: str, text: str) -> None:
    """Sentences that somebody made up to be taken for questions of ours; most of them once were."""
    assert understood(text, HOUSEHOLD[code], [LANGUAGES[code]]) is None


@pytest.mark.parametrize("code", ASKED)
def test_ones_own_is(code: str) -> None:
    """The same questions about a line that is there."""
    for form in _listed(ASKED[code]):
        found = understood(form.format(LINES[code]), [LINES[code]], [LANGUAGES[code]])
        assert found is not None, form
        assert found[2] == (LINES[code],)
