"""The words that may stand around a figure without changing what it is, in each language.

Whatever is missing here may be anything: another month, another line, a wish. What it stands beside is then not taken.
They are compared with text that is normalised (NFKC) and in lower case; the sign 2 (`sure.DAY`) stands for a day, a month or a period.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A language's: beside any figure, beside volumes, beside money, beside a part of the whole, and over them all."""

    any: frozenset[str]
    volume: frozenset[str]
    money: frozenset[str]
    aside: frozenset[str]
    over: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    parts = (" ".join(part.split()) for part in text.split(","))
    return frozenset(part.replace(" \2", "\2").replace("\2 ", "\2") for part in parts if part)


NAMES = _phrases(
    """docomo, nttdocomo, ntt docomo, nttドコモ, ドコモ, ahamo, アハモ, irumo, イルモ, au, uq, uqモバイル, uq mobile, povo, povo2.0, povo1.0,
    softbank, ソフトバンク, ymobile, ワイモバイル, linemo, ラインモ, rakuten mobile, 楽天モバイル, iijmio, みおふぉん, mineo, マイネオ,
    イオンモバイル, 日本通信, 日本通信sim, b-mobile, his mobile, hisモバイル, nuroモバイル, nuro mobile, libmo, mvno, ocn モバイル one, biglobeモバイル,
    软银, 軟銀, 乐天移动, 樂天移動, 5g, 4g, 4g/5g, lte, sim, esim"""
)
"""Of carriers and of networks, in any language."""

_JAPANESE = Words(
    any=_words(
        """の は が を に で と も ご お 今 いま 今月 今月分 当月 当月分 分 現在 時点 ただいま 只今 本日時点 本日現在 本日まで 今日時点 今日現在
        様 ご利用月 ご請求月 ご請求年月 対象月 次回更新日 更新日 リセット日 次回リセット日 有効期限 お客様 お客さま あなた 電話番号 携帯電話番号 携帯番号 番号 回線 ご契約回線 ご利用回線 お知らせ からのお知らせ ご案内 通知 ご確認 照会結果 最新 情報 状況 合計
        です ます ございます となっています となっております になりました となりました あります おります \2まで \2時点 \2現在 \2現在の \2更新"""
    ),
    volume=_words(
        """データ データー 量 容量 通信 通信量 残量 残容量 残高 残 残り のこり あと まだ 残って 残っています 残っております 利用 使用 消費 済み 済 済みデータ
        総量 総容量 総 上限 契約 月間 高速 国内 ギガ ギガ数 パケット クーポン 数 値 使えます 使える 使った つかった 使いました 使っています いただいた
        利用した 使用した 消費した 利用しました 使用しました 消費しました 利用しています 使用しています 利用された 使用された ご利用いただいた お使い お使いになった 使われた
        使われました 利用状況 使用状況 うち 中 速度制限まで 速度低下まで 通信制限まで 制限まで 月末まで 月末までに 今月末まで リセットまで"""
    ),
    money=_words(
        """請求 請求額 料金 金額 額 総額 利用 使用 支払 支払い 予定 予定額 見込 見込み 見込額 概算 確定 未確定 未払い 未払 未納 滞納 振替 口座振替 口座 引落 引き落とし
        引き落し 引落し 税込 税込み 期限 期日 支払期限 支払期日 日 携帯 携帯電話 スマホ 電話 月分 済み 済 \2分 \2ご利用分 \2ご請求分 しました されました
        いたしました 残高 決まりました 領収 お客様ご利用分 超過 過ぎています"""
    ),
    aside=_words(
        "うち 内 内訳 繰越 繰り越し 繰越し 繰越分 くりこし 繰越データ 通話料 消費税 税 消費税等 端末代金 手数料 通信料"
    ),
    over=_words(
        """重要 リセット 有効 期限 引落日 引き落とし日 支払日 お支払い日 振替日 支払期限 支払い期限 支払期日 支払い期日 対象回線 以上 お客様センター 送信専用 株式会社 問い合わせ 問合せ お問い合わせ お問い合わせ先 からのご案内 残量通知 残量照会 照会 詳細 一覧 サービス 明細 マイページ メニュー ログアウト ホーム トップ ヘルプ よくある質問 閉じる 戻る こんにちは
        データ 残量 容量 通信量 使用 利用 使用量 利用量 利用状況 請求 料金 支払い 支払 金額 確定 my マイ"""
    ),
)
_ENGLISH = Words(
    any=_phrases(
        """you, you have, you've, you've got, your, you still have, you now have, the, a, of, is, are, has been, have been, it is, this month, this month's, this cycle,
        this billing cycle, this billing period, current month, for this month, current, currently, now, right now, so far, to date, in total, as of, as of now,
        as of today, as of \2, on \2, at \2, in \2, for \2, until \2, by \2, \2's, line, number, phone number, my line, your line, sim, account, customer,
        dear customer, dear, hello, hi, notice, notification, status, information, info, update, total, amount, \2 at, still, only, have, has, incl, including"""
    ),
    volume=_phrases(
        """data, mobile data, cellular data, high-speed, high speed, domestic, gigabytes, left, remaining, remain, remains, balance, used, usage, consumed, spent, use,
        allowance, monthly allowance, monthly, quota, limit, volume, out of, unused, left to use, to use, today:, on your plan, in your plan, plan, on, in, for, this"""
    ),
    money=_phrases(
        """bill, bills, billed, phone bill, mobile bill, mobile, phone, monthly bill, monthly, bill amount, amount due, due, due date, due on \2, due by \2, charge, charges, payment, overdue,
        past due, unpaid, estimated, estimate, estimated bill, issued, paid, received, jpy, yen, usage, for, tax included, tax incl, incl tax, including tax, outstanding,
        new, latest, ready, balance"""
    ),
    aside=_phrases("incl, including, of which, carried over, carried, over, rollover, on your, plan, your, with"),
    over=_phrases(
        """my, menu, home, top, log out, logout, help, details, data usage, usage, balance, bill, dear, mr, ms, data, thank you, mobile data, resets, resets on, resets on \2, renews on, renews on \2, expires, expires on, expires on \2, valid, valid until, reset date, due, due date, due on, due by, pay by, payment due, payment, regards, best regards, sincerely, team, the"""
    ),
)
_CHINESE = Words(
    any=_words(
        """您 你 您的 你的 的 本月 当月 當月 本期 这个月 這個月 截至 截止 目前 当前 當前 现在 現在 为 為 是 已 了 仅 僅 只 共 尊敬 亲爱 親愛 客户 客戶 用户 用戶 手机号 手機號
        手机号码 号码 號碼 电话号码 電話號碼 号 號 线路 線路 提醒 通知 温馨提示 溫馨提示 您好 你好 共计 截至\2 截止\2 截至目前 至\2"""
    ),
    volume=_words(
        """流量 数据 數據 数据量 數據量 数据流量 數據流量 套餐 上网 上網 高速 国内 國內 剩余 剩餘 剩 还剩 還剩 剩下 余量 餘量 余 餘 还 還 还有 還有 有 尚余 尚餘 尚有 可用 用量 使用量 使用 已用
        已使用 已经 已經 使用了 用了 用 已耗 消耗 总 總 总量 總量 总流量 總流量 总额 總額 上限 中 内 內 容量"""
    ),
    money=_words(
        """账单 帳單 账單 话费 話費 费用 費用 金额 金額 应付 應付 应缴 應繳 月账单 月帳單 月 使用 预计 預計 已出账 已出帳 出账 出帳 欠费 欠費 未缴 未繳 未付 已支付 已缴 已繳 电话费
        電話費 手机费 手機費 合计 合計 总额 總額 待缴 待繳 应 應 逾期 扣款"""
    ),
    aside=_words("其中 含 结转 結轉 内 內 流量 数据 數據"),
    over=_words(
        "流量 账单 帳單 余量 餘量 数据 數據 用量 查询 查詢 结果 結果 有效期 有效期至 到期日 到期 重置 重置日 截止日 缴费期限 繳費期限 首页 首頁 菜单 選單 我的"
    ),
)
LANGUAGES = (_JAPANESE, _ENGLISH, _CHINESE)
