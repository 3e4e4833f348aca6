"""Messages in which a figure is not what it looks like: of another time, another line, another thing; or none at all.

Written for these tests, to be read as those of `handed_samples`; all are refused, or what is safe of them is read.
"""

REFUSED = {
    # the heading says of when
    "先月\n使用量 10.1GB", "前月\nデータ使用量\n10.1GB", "昨日\n使用量\n1.2GB", "本日\n使用量\n0.3GB", "■昨日\n・使用量：1.2GB", "【先月】データ使用量 10.1GB",
    "＜昨日の通信量＞\n使用量 1.2GB", "Last month\nUsed: 10.1 GB", "Yesterday\nUsage\n1.2 GB", "Today\nUsed: 0.3 GB", "今日\n已用 0.3GB", "上月\n已用流量：10GB",
    "昨日のデータ通信量をお知らせします。\n通信量 1.2GB", "使用量 1.2GB（昨日分）", "データ使用量 10.1GB\n※先月の値です", "Today: 0.3 GB used",
    # or of what
    "追加データ\n残量 1GB", "追加購入分\n残量：1GB", "繰越\n残量 1GB", "家族割\n残量：30GB", "共有グループ\n残量：30GB", "キャンペーン\n残量：1GB",
    "Gift\nRemaining: 1 GB", "Add-on data\nRemaining: 1 GB", "Roaming\n\nData left\n1 GB", "海外\n\n残量 1GB", "ボーナス\n\n残り 1GB", "加油包\n剩余 1GB",
    # other months
    "2026/10 データ使用量 4.3GB", "2026-10 データ使用量 4.3GB", "10/2026 usage 4.3 GB", "Oct. usage: 4.3 GB", "Statement: October\nData used: 4.3 GB",
    "October recap: you used 4.3 GB", "十月用量 4.3GB", "九月流量：已用4.3GB", "先々月の使用量 4.3GB", "去年同月の使用量 4.3GB", "2026年10期账单 3278日元",
    "截至昨日24时，剩余流量3.2GB", "10月度\n使用量 4.3GB", "前年同月\n使用量 4.3GB",
    # the start, today, the future
    "当日の利用量 120MB", "月初の残量 20GB", "月初時点の残量 20GB", "開始時の残量 20GB", "リセット後の残量 20GB", "リセット後：残り20GB", "12月1日から残り20GBになります",
    "At the start of the month you have 20 GB left.", "You will have 20 GB left.", "You'll have 20 GB left after renewal", "予想使用量 12GB", "予測：使用量 12GB",
    "このペースだと使用量は12GBです", "目標使用量 10GB", "Projected usage: 12 GB", "Estimated usage: 12 GB", "Recommended usage: 10 GB",
    "At this pace, usage is 12 GB", "预计本月用量 12GB", "预计用量 12GB", "推荐用量 10GB", "来月\n残量 20GB", "見込み使用量 12GB", "翌月より残り20GB",
    "12/1 残量 3.2GB", "10/26~11/25 使用量 13.2GB", "Usage Nov 18 - Nov 24: 3.2 GB", "Used today: 0.3 GB", "11月25日の使用量 0.1GB", "11/25 使用量 0.1GB",
    "Nov 25 usage: 0.1 GB", "Usage on November 25: 0.1 GB", "11月25日使用流量0.1GB", "11月25日分の使用量 0.1GB", "25日 使用量 0.1GB", "11月25日\n使用量 0.1GB",
    "あと1GBで使用量20GB", "残量通知 1GB", "繰越 残量 1.0GB\n当月 残量 2.2GB", "残量 +3.2GB", "Remaining data +3.2GB", "\t残量\t使用量\n\t3.2GB", "使用量\t残量\n3.2GB",
    "<del>残量 9.9GB</del>", "<!-- 残量 9.9GB -->", "> 残量 3.2GB", "> 残量 3.2GB\n> 使用量 16.8GB\n\nありがとう", "残量 3.2GB(例)", "3.2GB left (sample)",
    "残り24日 3.2GB", "あと24日 残量3.2GB", "剩余24日 剩余流量3.2GB", "あと 24日 残量3.2GB",
    # settings, conditions, wishes, advertisements, questions, trials
    "通知設定: 残量500MB", "データ残量1GBで通知する設定です", "アラートを1GBに設定 残量", "残り3.2GBを切ったら通知", "残り500MBでお知らせ：ON", "提醒设置：剩余1GB",
    "剩余流量到1GB时提醒", "剩余3.2GB时会提醒您", "データ使い放題プランへ変更すると、残り3GBを気にせずに！", "Speeds drop after you have used 20 GB.",
    "After 20GB is used, speed drops.", "Until 20 GB is used, speed is high.", "You've used 75% of your 20GB data. 5GB left.", "データ使用量3GBなら料金980円",
    "残り3GBですか？", "3GB left? Buy more now!", "Maybe 3 GB left", "残り3.2GBだった", "毎月残り3GB", "データ残量の目安 3GB", "テスト配信です。\n残り3.2GB",
    "This is a test message. 3.2 GB left", "3.2 GB left\nThis is a test.", "残り3.2GBだといいな", "I wish I had 3 GB left", "残り 1GBのお知らせ", "残り1GBで通知", "残量 1GBアラート",
    # other lines
    "Line *1111: 3.2 GB left", "(…1111) 3.2 GB left", "ご契約回線 ******1111\n残量 3.2GB", "ご契約回線(1111)\n残量 3.2GB", "070-****-*999 残り 3.2GB", "090-1234-56xx 残り 3.2GB",
    "Mum: 3.2 GB left\nDad: 5 GB used", "回線1 残量 3.2GB\n回線2 使用量 5GB", "本机剩余3.2GB\n副卡已用5GB", "主卡剩余3.2GB，副卡剩余3.2GB", "Your friend has 3 GB left",
    "朋友还剩3GB", "花子さんの残量 3.2GB", "花子\n残量 3.2GB", "Anna's phone\n3.2 GB left", "子ども回線\n残量 3.2GB", "Tablet: 3.2 GB left", "The following is for Anna's line.\n3.2 GB left",
    "3.2GB left. That's what my wife has.", "残量 3.2GB (妻)", "残量 3.2GB\n※シェアグループ全体の値です",
    "対象回線:副回線\n残量 3.2GB", "残量 3.2GB\n対象回線:2回線目", "残量 3.2GB\n(子回線)", "残量 3.2GB\n(花子)", "残量 3.2GB\nこれは妻の分です", "残量 3.2GB\nお母さんのスマホの話です",
    "残量 3.2GB\nこれは私のではありません", "3.2 GB left\nfor my wife", "3.2 GB left\nnot mine", "残量\t3.2GB\n名前\t花子", "剩余 3.2GB\n这是我妈妈的", "剩余 3.2GB\n家庭共享",
    "データ残量は3.2GBです。\n本メールはご契約の副回線に関するお知らせです。",
    # what stands below
    "使用量 16.8GB\n期間 2026/10", "使用量 16.8GB\nOctober", "使用量 16.8GB\n先月分です", "使用量 0.5GB\n本日分", "Used: 0.5 GB\nlast 3 days", "使用量 0.5GB(1日)",
    "残量 3.2GB\n(先週)", "3.2 GB left\nThis was last month.", "残量 20GB\n12月1日から", "残量 20GB\n12/1 00:00", "2026/12/01 00:00\nデータ残量:20GB", "残量 3.2GB\n※上記は見込みです。",
    "残量 3.2GB\n※上記は設定値です。", "残量 3.2GB(予想)", "残量 3.2GB\n(イメージ)", "剩余 3.2GB\n仅供参考", "3.2 GB left\nif you upgrade", "残量 3.2GB\nなら", "残量 3.2GB\nになる予定",
    "残量 3.2GB\nを譲渡しました", "残量 3.2GBにしたい", "残量 3.2GBがいい", "残量 3.2GBでした", "残量 3.2GB(上限)", "残量上限 3.2GB", "使用量 残量 3.2GB", "使用量|残量\n3.2GB|", "3.2 GB left !?",
    "残量 ²3GB", "残量 3.200MB", "残量 3.2Gb", "☐ 残量 1GB", "残量 ×3.2GB", "<blockquote>残量 3.2GB</blockquote>", "<option>残量 1GB</option>",
    # other things
    "Wi-Fi使用量 3GB", "YouTube 使用量 3GB", "アプリ別使用量 1GB", "微信已用 1GB", "SNSデータフリー 使用量 1GB", "カウントフリー使用量 1GB", "送れるデータ残り 1GB",
    "データ追加0.5GB（24時間） 残量 0.3GB", "iCloudストレージ 残り3GB", "Storage: 3 GB left", "Dropbox\n3 GB used", "手机存储 剩余3GB", "本体の空き容量 残り3GB", "PS5の容量 残り100GB",
    "残り 3.2GB\niPhoneストレージ", "使用済み 16.8GB\nDropbox", "剩余 3.2GB\n百度网盘", "データ残量 3.2GB\nモバイルWi-Fiルーター", "残量 3.2GB\n韓国 eSIM", "You have 3.2GB left.\nYour Airalo eSIM (Korea)",
    "残量 3.2GB\n(海外)",
    # other bills
    "ご請求額:8,420円\n\n東京電力エナジーパートナー", "10月ご利用分のご請求金額は8,420円です。\n\n東京ガス株式会社", "ご請求額 45,278円\nお引き落とし日 11月27日\n\n楽天カード株式会社",
    "ご請求額 5,720円\nサービス名:ドコモ光", "Your bill is ¥1,490.\n\nThe Netflix team", "お支払い金額 3,278円\nファミリーマート", "Charge: ¥3,278\nUber", "ご請求額 3,278円\n(税抜)",
    "ご請求額 3,278円\n(返金)", "ご請求額 3,278円\n×24回", "您的账单金额为8,420日元。\n东京电力",
    "電気料金 5,000円", "ガス料金のご請求額 5,000円", "東京電力\nご請求額 5,000円", "クレジットカードご請求額 50,000円", "d払い ご請求額 5,000円", "auかんたん決済 ご利用料金 5,000円",
    "楽天ペイ お支払い金額 1,200円", "PayPay お支払い金額 1,200円", "Payment of ¥1,200 at Lawson", "Electricity bill: 5,000 yen", "电费账单 5000日元", "水费 欠费 3000日元", "ご請求額 ¥3,",
}  # fmt: skip

READ = {
    "いつもドコモをご利用いただき、ありがとうございます。\n現在のデータ残量をお知らせします。\nデータ残量：3.2GB\n先月のご利用明細はMy docomoでご確認ください。": {"r": 3200},
    "【ドコモからのお知らせ】\n090-****-5678\nデータ使用量：16.8GB\nデータ残量：3.2GB": {"u": 16800, "r": 3200},
    "山田花子様\nデータ残量：3.2GB": {"r": 3200},
    "Dear customer,\nThank you for using docomo.\nYou have 3.2 GB of high-speed data left this month.\nTo buy more data, visit our site.": {"r": 3200},
    "Your docomo data balance: 3.2 GB of 20 GB left": {"r": 3200, "t": 20000},
    "尊敬的客户，您好！截至11月25日10:00，您本月已使用流量16.8GB，剩余流量3.2GB。": {"u": 16800, "r": 3200},
    "【流量提醒】您本月还剩2.35GB流量": {"r": 2350},
    "ソフトバンクです。データ残量は3.2GBです。データ追加はこちら": {"r": 3200},
    "au\nデータ残容量\n3.2GB": {"r": 3200},
    "povo2.0 データ残量 3.2GB": {"r": 3200},
    "楽天モバイル 今月のデータ利用量は3.2GBです。": {"u": 3200},
    "ご契約回線 ******5678\n残量 3.2GB": {"r": 3200},
    "Line *5678: 3.2 GB left": {"r": 3200},
    "ご請求金額のお知らせ\n10月ご利用分のご請求金額は3,278円です。お支払い期限は11月30日です。": {"b": 3278, "m": "2026-10"},
    "【ドコモからのお知らせ】今月のご利用データ量が当月利用可能データ量の80%に達しました。残りデータ量は4.0GBです。": {"r": 4000},
    "【UQ mobile】\nデータ残量が1GBを下回りました。\n現在の残量:0.98GB": {"r": 980},
    "Y!mobile\nデータ残容量 3.6GB\n当月データ増量分 0GB": {"r": 3600},
    "データ残量 0.5GB。1GB追加(1,100円)はこちら https://example.jp/add": {"r": 500},
    "次回更新日 12/1 残量 3.2GB": {"r": 3200},
    "11/1-11/24 使用量 13.2GB": {"u": 13200, "d": 24},
    "ご請求額 3,278円 うち 通話料 110円": {"b": 3278},
    "本月剩餘數據量:3.2GB(截至11月25日)": {"r": 3200},
    "IIJmio\n■対象回線\n090-0000-5678\n■データ残量\n1.20GB": {"r": 1200},
    "mineo ご利用料金確定のお知らせ\nご利用月:2026年10月\nご請求金額:1,518円(税込)": {"b": 1518, "m": "2026-10"},
    "データ通信量(当月):16.8GB": {"u": 16800},
    "You've used 80% of your data. 4.0GB remaining.": {"r": 4000},
    "10月ご利用分 お支払い金額 3,278円(税込)\nお支払い日 11月27日\n楽天モバイル": {"b": 3278, "m": "2026-10"},
    "データ残量は3.2GBです。\n詳細はMy docomoでご確認ください。\n※本メールは送信専用です。": {"r": 3200},
    "Your docomo bill of 3,278 yen is due on Nov 30.": {"b": 3278},
}  # fmt: skip
