"""The member of the household whose SIM has no portal: his line is described, and a message of his carrier handed in."""

from .client import HomeClient

NAMES = {
    "en": "Grandpa's phone",
    "ja": "おじいちゃんのスマホ",
    "zh-Hans": "爷爷的手机",
    "zh-Hant": "爺爺的手機",
    "ko": "할아버지 휴대전화",
    "vi": "Điện thoại của ông",
    "pt-BR": "Celular do vovô",
}
MESSAGE = "【お知らせ】データ残量：1.24GB／3GB ご利用データ量：1.76GB\nご請求額：1,078円"


async def add_handed(client: HomeClient, language: str) -> None:
    """Add the line through the config flow, and hand in what an SMS said. Raises RuntimeError."""
    line = {"name": NAMES[language], "number": "070-0000-0013", "plan": "3GB", "allowance": 3, "cycle_day": 1}
    form = await client.flow({"carrier": "handed"})
    result = await client.answer(form, {"account": "SMS", "unlimited": False, **line})
    if result["type"] != "create_entry":
        raise RuntimeError(f"the line without a portal could not be added: {result}")
    await client.call("POST", "/api/services/japan_mobile/hand_in", {"text": MESSAGE})
