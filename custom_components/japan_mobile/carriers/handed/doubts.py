"""What makes a figure another one: other times, other lines and things, forecasts, wishes and trials. In three languages.

The lists need not be complete: they judge whole sentences, beside which every word of a figure's own clause is known.
"""

import re

NOT_NOW = re.compile(
    r"先月|前月|先々月|昨日|一昨日|前日|当日|(?:本日|今日)(?!時点|現在|まで)|明日|翌|来月|次月|次回|前回|過去|直近|去年|昨年|前年|先週|今週|年間|累計|これまで|月初|開始"
    r"|\b(?:last|previous|prior|next|past|future|yesterday|tomorrow|today|beginning|start|earlier|ago|had|was|were|will|would)\b"
    r"|上月|上个月|上個月|前月|昨|前天|明天|下月|下个月|下個月|去年|月初"
)
NOT_SO = re.compile(
    r"予測|予想|見込|目標|目安|推定|想定|テスト|試験|サンプル|見本|設定|アラート|すると|なると|たら|れば|場合"
    r"|\b(?:forecast|project|predict|expect|target|goal|recommend|test|sample|example|setting|alert|threshold|if|when|once|until|after|before|unless)"
    r"|[预預][测測]|[目][标標]|[推][荐薦]|建[议議]|[测測][试試]|示例|[设設][置定]|如果|一旦|时[,提会]|[时時]候"
)
"""Forecasts, wishes, trials, settings, conditions."""
NOT_OURS = re.compile(
    r"家族|シェア|グループ|共有|子ども|子供|お子|妻|夫|母|父|兄|姉|弟|妹|祖|娘|息子|さん|他の|別の|さんの|様の|回線|番号|端末|タブレット"
    r"|\b(?:family|group|share|friend|line|number|phone|tablet|sim|child|kid|son|daughter|wife|husband|mother|father|mum|mom|dad)"
    r"|家[庭人]|共享|朋友|卡|[号號]|[线線]路|孩子|[妈媽爸]|平板"
)
NOT_DATA = re.compile(
    r"海外|国際|ローミング|テザリング|追加|購入|チャージ|繰越|繰り越|くりこし|ギフト|特典|プレゼント|ボーナス|増量"
    r"|wi-?fi|光|電気|でんき|ガス|水道|カード|d払い|決済|ペイ|アプリ|フリー|ストレージ|クラウド|空き|通話"
    r"|\b(?:roaming|abroad|overseas|tether|hotspot|gift|add-?on|top-?up|bonus|carried|roll|storage|cloud|app|electric|gas|water|card)"
    r"|漫[游遊]|境外|[热熱][点點]|[赠贈]|加油包|充值|[結结][转轉]|定向|免流|[云雲]|存[储儲]|[电電水]费"
)
GOES_ON = re.compile(r"[をにがはのでと]|なら|から|まで|今は|以外|ごと|if\b")
"""A line that begins so goes on with the sentence of the line above."""
POINTS = re.compile(
    r"これは|それは|上記|以上は|この(?:残量|数値|値|使用量|情報|金額)|\b(?:this|that|these|those|it) (?:is|was|are|were)\b|\bthat's\b|\bit's\b|\bthe above\b|[这這]是|以上是|上述"
)
"""What is said of the figures themselves."""
TAKES_BACK = re.compile(
    r"テスト(?:配信|送信|メール|メッセージ|通知|です)|シミュレーション|ダミー|予測値|試算|\btest (?:message|mail|notification|sms)|\ba test\b|\bdummy\b|[测測][试試](?:消息|短信|通知)|模[拟擬]"
)
"""In a text with one of these nothing is sure."""
