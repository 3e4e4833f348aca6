"""The words that may stand in a skeleton: what portals call things. No name of a person or a place is among them."""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


TAGS = words(
    "a abbr address article aside b body br button caption center cite code col colgroup dd del details dfn dialog div dl dt"
    " em fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe"
    " img input ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup option output p"
    " picture pre progress q s samp script search section select small span strike strong style sub summary sup svg table"
    " tbody td template textarea tfoot th thead time title tr tt u ul var wbr"
)
TYPES = words(
    "button checkbox date email file hidden image month number password radio reset search submit tel text url"
)
KEYS = words(
    "chartType usedGigaData remainData stepRemainData currentAdditionalData currentAdditionalUsedData currentGivenData"
    " currentGivenUsedData charts chartId label labels value values data dataset datasets name title used usage remain"
    " remaining rest total limit capacity unit amount price month date period"
)
WORDS = words(
    # what is counted
    "データ データ量 データ残量 残データ量 データ通信 データ通信量 データ利用量 データ使用量 データ容量 残量 残り 残容量 残データ"
    " 残高 利用量 使用量 利用可能 利用可能量 通信量 総量 合計 小計 総計 累計 容量 上限 上限設定 基本 基本データ量 くりこし くりこし分"
    " 繰越 繰り越し 繰越分 前月 前月繰越 前月くりこし分 当月 今月 先月 翌月 本日 昨日 購入 購入データ量 追加 追加データ量 追加購入"
    " データ増量オプション 増量 オプション マイレージ ギフト 譲渡 シェア 共有 高速通信 低速通信 高速データ通信 速度制限 通信速度"
    " 通常速度 制限中 使い放題 無制限 ギガ バイト パケット 直近3日間 残り時間 有効期限 ご利用終了日 リセット日"
    # when
    " 期間 利用期間 ご利用期間 対象期間 対象月 対象日 利用月 ご利用月 利用日 月別 日別 月分 月利用分 現在 更新 更新日時 時点"
    # money
    " 料金 ご利用料金 利用料金 請求 ご請求 請求額 ご請求額 請求金額 ご請求金額 請求月 ご請求月 予定 予定額 支払 支払い お支払い 支払額"
    " お支払い状況 支払期限 お支払い期限 支払日 口座振替日 引落日 振替日 未払い 未払い金 未払い金があります 支払済 お支払い済み 請求中 確定 未確定 未確定分 確定分"
    " 通話料 通信料 基本料 月額 税込 税抜 消費税 消費税等 内訳 明細 料金明細 金額 割引"
    # whose
    " 電話番号 ご利用番号 回線 回線番号 契約 ご契約 契約内容 ご契約内容 現在のご契約 契約者 プラン 料金プラン ご利用プラン サービス名 サービス ステータス情報"
    " ステータス 状態 利用状況 ご利用状況 のご利用状況 利用明細 マイページ トップ メニュー 確認 変更 照会 一覧 詳細 情報 お知らせ 重要 注意"
    # getting in
    " ログイン ログアウト ログインする パスワード ユーザID ユーザー名 メールアドレス 認証 認証コード 認証番号 確認番号 確認コード ワンタイムパスワード"
    " セキュリティ番号 本人確認 本人確認する 送付先 連絡先 送信 送信する 次へ 戻る 同意 同意する 規約 利用規約 画像認証 パスキー"
    " メンテナンス メンテナンス中 エラー システムエラー ご利用いただけません 携帯電話番号 ワイモバイル ソフトバンク"
    # one portal's own
    " 高速通信利用量 低速通信利用量 データ利用量照会 データ利用はありません 過去 分を表示 ギガプラン 音声SIM タイプ 利用中 総計 対象 mioID 当月利用データ量 利用 使用"
    # another portal's own
    " 適用中 トッピング 午前 午後 現在利用中のトッピングはありません 過去の請求書 支払い済み ご請求予定額 今月のお支払い済金額 povo"
    # advertising
    " キャンペーン 今なら 最大 期間限定 料金表 おすすめ"
)
NAMES = TAGS | words(
    # what any portal calls parts of its pages; none of them is a name of a person too
    "account action active ad add after agree al alert all amount answer app arrow auth back balance banner bar base before bg"
    " bill billing bl bn bnr bold bottom box br btn bx calendar campaign capacity card carousel cart cell chart charge check checked"
    " choice circle cl clear clearfix close cm cmd cmn code col color column cols common confirm consent contact container contract"
    " contents control copy copyright count cp crumb csrf ct current customer cv cycle dashboard data dataset day days default"
    " desc description detail details dialog disabled display dl donut download drawer dropdown due edit em email empty end entry"
    " err error errors even event expand fade faq fast field fieldset first fit fix fixed flag flex float fluid fn form frame fs ft fw"
    " full gauge gb global gnav graph grid group half hd head headline help hero hidden hide history home horizontal hover icon icn id"
    " image index info information inner input inline invoice is item items job js key label lang large last layer layout lbl lead"
    " left level limit line lines link links list ll lnk load loading local lock log login logo logout lower lr lv ma mail margin mb md"
    " media menu message messages meter min minus mobile mod modal mode module money month mr ms msg mt mypage name nav navi"
    " navigation new news next no none normal note notes notice num number odd off on open option order outer over overview own"
    " package padding page pager pages paging panel part parts pass password payment pb pc percent period phone pie pin plan plus pop"
    " popup position post prev price primary print pro product progress pt pull qa query radio rate read red ref region remain"
    " remaining required res reset response rest result right role root round row rows rt sb scroll search secondary security send"
    " separator service session set setting settings shadow share show side sidebar sign sim site size slide slider slow sm small sp"
    " space spacer speed st start state status step steps sticky stripe strong style sub submit success sum summary support swiper"
    " switch tab tabs tag target tax tb tbl tel telephone term terms text textarea thin ticket time tip title to toggle token tool"
    " tooltip top total tr traffic txt type unit unpaid up update upper usage use used user username users val value values vertical"
    " view visible volume warning week white wide width widget wrap wrapper xs year yen zip"
    # what the portals of the sheets call them
    " area button content header footer body table section main calls captcha ddc ef flt gh handover hasthead hdc hdo"
    " ij josso keycloak leave manager maxlength mdesign mfiv mfsb mfym mio msn otp recaptcha sbid sendtel simple tbl telnum"
    " viewdata viewdatas viewdatatbl viewdailydata viewmonthlydata web ylogin ym ymobile softbank loginid unlimited additional given"
    " giga limit bill ym confirmation phone share existence"
)
"""The words that names of classes, ids and fields may be made of."""
PLACES = words(
    # what the addresses of any portal are made of
    "accounts actions api appliance at authenticate authorization authorize bills blob block busy by cgi charges checkout choose"
    " cloud company config connect coupon css do docs dologin enter etc exec external favicon file files flow foreign front get go"
    " htm http https ico identity idc in init issue ja jp js json jsp latest login member members monitoring my newsletter oidc openid"
    " operators past path pay pdf php plain png protocol public receive realms refresh registrations reminder resend servlet setup"
    " signin signon signout sims sms somewhere sso stats summaries suspension system topup users vouchers zone en announce detect"
    " replace fee permission asp aspx php svg gif jpg webp assets static common spa portal wp"
    # what the addresses of the sheets are made of
    " aif air anidlogin aus billdetail capsetting cca certificate cs ebilling eu exmb hc hisso josso lg lic mem mineo mobilegateway"
    " msb muc myportal nets pcguide planchange quilt resfe seikyu signinwithid smph spguide tra vwc wco webview zouryou"
)
"""The words that addresses may be made of, beside `NAMES`."""
CODES = words(
    "access already authentication authorized bad busy cannot client conflict connection creating currently denied does duplicate"
    " exceeded exist exists expired failed failure fault forbidden format found gateway grant illegal in internal invalid locked"
    " maintenance many method missing multiple must of over parameter permission quota rate refresh refused request require"
    " resource retry scope server still stop suspended system temporarily timeout too unauthorized unavailable unknown unsupported"
    " wrong be change for match mfa otp the not no null issue found out set used reached"
)
"""The words that a portal's codes for failures may be made of, beside `NAMES`."""
ANSWER_KEYS = words(
    # IIJmio
    "5g adjustmentCoupon amount availableDataTraffic availableDataTrafficUnit billList billNoList billSummary billingMonth billingNo"
    " billingPeriod billingSummary billingTotalAmount chargePlan contractorName couponData couponStatus couponValue dailyDataList dataShare"
    " dataShareExistence dataShareNotCovered dataTraffic dataUnit date dayOfWeek detailDataList detailItemList expireList expireMonth"
    " expireYear groupServiceCode hasVouchers hdcList hddList high id_ma isImt isUnpaid isVoiceSim label lastSevenDays"
    " lastSevenDaysDataHighUnit lastSevenDaysDataList lastSevenDaysDataLowUnit lineServiceCode lineServiceCodeList login_flg low mainHdd"
    " maxDataTraffic maxDataTrafficUnit mioId month msIsdn phoneNo planName prefixList pullDownNameList quantity regulation"
    " regulationStatus remainingDataTraffic remarks remarksList sequenceNo serviceCode serviceInfoList serviceName startDate statusCode"
    " subTotal suspensionDate telNo thisMonthDataList title token totalAmount totalCapacity unitPrice unpaidList usagePeriod usePeriod"
    " usedPoint user_name webViewFlg lastFiveMonthInfo lastFiveMonthDataUnit thisMonthInfo thisMonthDailyInfo dataTrafficUnit error"
    # mineo
    " access_token averageInfo baseCapacity baseRemainingCapacity chargeAmount chargeCapacity chargeExpireDate chargeLimitCapacity"
    " chargeRemainingCapacity chargeTotalCapacity chargeUnitCapacity chargeUnitPriceYen compTime custId dailyTrafficHistoryList"
    " dataTrafficAdCountFree dataTrafficHighSpeed dataTrafficLowSpeed decreaseFreeTank decreasePacketGift expires_in forwardCapacity"
    " forwardRemainingCapacity giftCapacity giftRemainingCapacity id_token increaseFreeTank increasePacketGift lineName lowSpeedDisp"
    " messages monthlyTrafficHistoryList mySokuFlg packetChargeInfo packetChargeKanryoHistList packetInfo refresh_token resultCode"
    " speedFlg sumInfo targetDay targetMonth telNum telNumList token_type tushinSettingStatusCode"
    # povo
    " _id action actions activation_date additional_information analytics auID_number au_services_status auth_id auth_token average banner"
    " basic billId billing billing_info body bonus boost button calls callsIdd calls_idd circles_info code color components content"
    " customer_name data data_roam day description dob email enable expiry external_id extra failure first_login graph_details header"
    " icon_url initial_activation_date instant_charges is_on is_user_interaction_enabled left line1 line2 link list message metadata name"
    " next_step other pageWidgets paid past_bills payg phone_no plan_kb plan_name plus popup postfix prefix promotion_text prorated"
    " prorated_kb remaining result roamingIdd section section_min_value service_instance_base_plan_name service_instance_no sms status"
    " subtitle subtitleSuffix subtitle_suffix success telco_info time toggle_carrier_billing tooltip total type unit unit_type"
    " upcoming_bill usage used user_type value widgets year block_until"
    # SORACOM
    " activeProfileId apiKey bundles capabilities costBreakdownList createdTime currency dataTrafficStatsMap downloadByteSizeTotal"
    " downloadPacketSizeTotal iccid imsi lastEvaluatedTime lastModifiedTime lastUpdatedAt moduleType msisdn online operatorId otaSupported"
    " paymentStatus primaryImsi profiles sessionStatus simId speedClass state subscribers subscription tags terminationEnabled unixtime"
    " updatedTime uploadByteSizeTotal uploadPacketSizeTotal yearMonth url"
    # Sakura
    " Account Appliances AuthClass AuthMethod Availability Bills Class Code CommonServiceItems Count ExternalPermission From ICCID ID"
    " IsAPIKey Member Name OperationPenalty Permission Provider ServiceClass Status Tags Total activated activated_date imei_lock is_ok"
    " registered resource_id session_status sim traffic_bytes_of_current_month error_code error_msg"
)
"""The keys of the answers that the sheets know."""
JSON_WORDS = words(
    "allowance available average by carrier charging convert coupon cust daily end exists expire expired expires expiry fee flg forward"
    " free gateway get gift has high hist history info last left low main max members monthly msisdn my not of packet plans quota rate rest"
    " seven share special sums suspension the this topping toppings types usages year week days month months bills paid services reset tax"
    " traffic uploaded downloaded bytes kilobytes megabytes gigabytes volume balance amount"
)
"""The words that other keys may be made of, beside `NAMES` and `CODES`."""
