"""What is no question of ours although its words may be: orders, explanations, and people whose names are words. Pure."""


def _any(*patterns: str) -> str:
    return "|".join(patterns)


_PLEASE = r"^(?:please |pls |kindly |just |can you |could you |would you |will you |hey |okay |ok )*"

ENGLISH = _any(
    rf"{_PLEASE}(?:pay|settle|buy|order|remind|cancel|turn|switch|send|set|stop|cut|transfer|text|message|make|put|limit|restrict|give (?!me\b|us\b))\b",
    rf"{_PLEASE}(?:reset|refresh|renew|wake|warn|alert|notify|don't let|get the|tell (?!me\b|us\b))",
    r"\band pay\b|\bwant to pay\b|\bwanna pay\b|\blet (?:me|us) know when .*\b(?:is|are|runs?|gets?)\b.*\b(?:gone|out|low|empty|over)\b",
    r"\bhow (?:do|can|could|would) (?:i|we|you) (?:use (?:mobile )?data|reset|restart|restore|reboot)\b|\bwhat is (?:a |an )?(?:mobile )?data(?: plan)?$",
    # names that are words
    r"\b(?:does|did|has|is|was|can|could|should|would|will|had|have|of|for|on|by|with|about|and) (?:will|may)\b",
    r"\b(?:does|did|has|can|could|should|would|had|have|and) bill\b|\b(?:of|for|by|with) bill$|\bwill bill (?:use|need|have|run|last)\b",
    r"\bbill (?:use|used|uses|have|has|had|run|runs|need|needs|got|and)\b(?! (?:to be|been|not))|^bill how\b",
    r"\b(?<!phone )(?<!mobile )(?:will|bill|may)'s\b(?! (?:due|paid|overdue|late))|\bwhen will will\b|\bis bill (?:going|gonna|about|likely|out)\b",
    # what else they are said of
    r"\b(?:a|an|new|another) (?:new )?(?:phone|sim|mobile|handset|smartphone|cell phone)\b.*\b(?:costs?|fees?)\b",
    r"\b(?:costs?|fees?) .*\b(?:a|an|new) (?:new )?(?:phone|sim|mobile|handset|smartphone)\b",
    r"\binternet\b.*\b(?:down|off|gone|wrong|slow|working|back|broken)\b|\b(?:down|off|wrong|slow|broken)\b.*\binternet\b",
    r"\bcharged up\b|\bis (?:my|our|the|\w+'s) phone (?:charged|missing)\b|\bcompared (?:to|with)\b",
    r"\b(?:last|previous) (?:cycle|(?:\w+ )?(?:days|nights|weeks|months))\b",
)

JAPANESE = _any(
    r"知らせて|通知して|払っといて|払っておいて|支払っておいて|払ってください|払ってくれ|払ってほしい|払ってちょうだい|払ってもらえ",
    r"払って(?:ね|よ)?$|(?:リセット|更新|制限|追加)して(?:ください|くれ|ね|よ)?$|伝えて|(?:に|へ)(?:あげ|譲っ|分け)て",
    r"(?:なくなっ|切れ|減っ|少なくなっ|され)たら(?:教え|知らせ|言っ)|(?:って|とは)(?:何|なに|なん)(?:ですか|だっけ)?$|^[\d一]*ギガは何メガ$|と比べて",
    r"今(?:さん|ちゃん|くん|君|様)",
    r"(?<!携帯)(?<!電話)(?<!携帯の)(?<!電話の)(?<!スマホの)(?<!ケイタイの)会社(?:の|は|が|って|さん|ちゃん|くん)",
)

CHINESE = _any(
    r"^(?!.*(?:什么|什麼|啥|几|幾|哪|多少|何|吗|嗎|没|沒|谁|誰)).*?把.*(?:交|缴|付|繳)(?:了|掉|一下|清|完)?[吧啊]?$",
    r"[帮幫替][^查看算问問估瞧]{1,8}[换換办辦買买充交缴繳付加]|(?:换|換)(?:一个|一個|成)",
    r"^(?:请|請|帮我|幫我|麻烦|麻煩)?(?:重置|刷新|清零|更新|恢复|恢復)",
    r"(?:完|没|沒|不够|不夠|低于|低於)了?(?:就|的话|的話|时|時|的时候|的時候)?(?:告诉|告訴|通知|提醒|跟我说|跟我說|叫我)",
    r"^(?!.*(?:多少|几|幾|什么|什麼|吗|嗎)).*[跟和对對](?!我)[^，]{1,4}(?:说|說)|不让|不讓|[叫让讓].{1,3}省|什么是|什麼是|怎么(?:用|省)|怎麼(?:用|省)|一个[gG].{0,2}多少钱|一個[gG].{0,2}多少錢",
    r"[转轉分送][给給]",
    r"步数|步數|运动|運動|网站|網站|数据更新|數據更新|(?:网络|網路|网|網).{0,4}(?:怎么了|怎麼了|坏|壞|很慢)|家里没网|家裡沒網",
    r"^(?:看|刷|打)?(?:视频|視訊|影片)(?:聊天|会议|會議|通话)?(?:用|要|耗)",
    r"[小老阿][余付费費]|[余付费費](?:小(?!时)|老|先生|小姐)",
)
