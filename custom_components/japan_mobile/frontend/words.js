// The words of the cards, in the languages of those who live here. In braces: what is filled in.

const WORDS = {
  en: {
    left: "left", unlimited: "unlimited", unknown: "not known", used: "Used", today: "Today", budget: "Per day until reset", resets: "Resets", bill: "Latest bill",
    low: "Running low", runsOut: "Will run out", throttled: "Slowed down", overdue: "Payment overdue",
    ofTotal: "of {total}", ring: "{name}: {left} left of {total}", ringAlone: "{name}: {left} left", ringUnknown: "{name}: data left is not known", ringUsed: "{name}: {used} used", ringUnlimited: "{name}: unlimited",
    sharedWith: "Shared with {others}", spent: "used", most: "max {amount}", resetsIn: "Resets {when}",
    pace: "the mark shows what would be left at an even pace", days: "Use per day", date: "Day", amount: "Used", buckets: "What is left, by expiry", expires: "until {day}", keeps: "no expiry",
    base: "Monthly data", carry_over: "Carried over", top_up: "Top-up", gift: "Gift", shared: "Shared", bonus: "Bonus",
    family: "Mobile data", noLines: "There is no line yet.", noLine: "Choose a line in the card's settings.", gone: "This line is not there any more.",
    lineCard: "Japan Mobile: a line", lineCardAbout: "What is left, what was used each day, the reset and the bill", familyCard: "Japan Mobile: all lines", familyCardAbout: "What is left on every line at a glance",
    dashboard: "Japan Mobile", dashboardAbout: "All lines, their history and bills", line: "Line", name: "Name", showBars: "Show use per day", showBill: "Show the bill", title: "Title", lines: "Lines (all, if none is chosen)",
    overview: "Overview", history: "History", monthly: "Use per month",
  },
  ja: {
    left: "残り", unlimited: "無制限", unknown: "不明", used: "使用量", today: "今日", budget: "リセットまで 1日あたり", resets: "リセット", bill: "最新の請求額",
    low: "残りわずか", runsOut: "使い切る見込み", throttled: "速度制限中", overdue: "支払い遅延",
    ofTotal: "/ {total}", ring: "{name}: {total}のうち残り{left}", ringAlone: "{name}: 残り{left}", ringUnknown: "{name}: データ残量は不明", ringUsed: "{name}: {used}使用", ringUnlimited: "{name}: 無制限",
    sharedWith: "{others}と共有", spent: "使用", most: "最大 {amount}", resetsIn: "{when}リセット",
    pace: "印は均等に使った場合の残りです", days: "日別の使用量", date: "日", amount: "使用量", buckets: "残りの内訳と期限", expires: "{day}まで", keeps: "期限なし",
    base: "月間データ", carry_over: "繰り越し", top_up: "追加購入", gift: "ギフト", shared: "シェア", bonus: "特典",
    family: "モバイルデータ", noLines: "回線はまだありません。", noLine: "カードの設定で回線を選んでください。", gone: "この回線はもうありません。",
    lineCard: "Japan Mobile: 回線", lineCardAbout: "残り、日別の使用量、リセット日、請求額", familyCard: "Japan Mobile: すべての回線", familyCardAbout: "全回線の残りをひと目で",
    dashboard: "Japan Mobile", dashboardAbout: "すべての回線と履歴、請求", line: "回線", name: "名前", showBars: "日別の使用量を表示", showBill: "請求額を表示", title: "タイトル", lines: "回線(選ばなければすべて)",
    overview: "概要", history: "履歴", monthly: "月別の使用量",
  },
  "zh-Hans": {
    left: "剩余", unlimited: "不限量", unknown: "未知", used: "已用", today: "今天", budget: "重置前每日可用", resets: "重置", bill: "最新账单",
    low: "流量不足", runsOut: "将会用完", throttled: "已限速", overdue: "付款逾期",
    ofTotal: "/ {total}", ring: "{name}：{total} 中剩余 {left}", ringAlone: "{name}：剩余 {left}", ringUnknown: "{name}：剩余流量未知", ringUsed: "{name}：已用 {used}", ringUnlimited: "{name}：不限量",
    sharedWith: "与{others}共享", spent: "已用", most: "最高 {amount}", resetsIn: "{when}重置",
    pace: "标记表示均匀使用时应剩余的量", days: "每日用量", date: "日期", amount: "已用", buckets: "剩余明细与期限", expires: "{day} 到期", keeps: "无期限",
    base: "每月流量", carry_over: "结转", top_up: "加购", gift: "受赠", shared: "共享", bonus: "赠送",
    family: "移动流量", noLines: "还没有线路。", noLine: "请在卡片设置中选择线路。", gone: "该线路已不存在。",
    lineCard: "Japan Mobile：线路", lineCardAbout: "剩余流量、每日用量、重置日和账单", familyCard: "Japan Mobile：所有线路", familyCardAbout: "一眼看到每条线路的剩余流量",
    dashboard: "Japan Mobile", dashboardAbout: "所有线路、历史和账单", line: "线路", name: "名称", showBars: "显示每日用量", showBill: "显示账单", title: "标题", lines: "线路（不选则为全部）",
    overview: "概览", history: "历史", monthly: "每月用量",
  },
  "zh-Hant": {
    left: "剩餘", unlimited: "不限量", unknown: "未知", used: "已用", today: "今天", budget: "重置前每日可用", resets: "重置", bill: "最新帳單",
    low: "流量不足", runsOut: "將會用完", throttled: "已降速", overdue: "繳費逾期",
    ofTotal: "/ {total}", ring: "{name}：{total} 中剩餘 {left}", ringAlone: "{name}：剩餘 {left}", ringUnknown: "{name}：剩餘流量未知", ringUsed: "{name}：已用 {used}", ringUnlimited: "{name}：不限量",
    sharedWith: "與{others}共用", spent: "已用", most: "最高 {amount}", resetsIn: "{when}重置",
    pace: "標記表示平均使用時應剩餘的量", days: "每日用量", date: "日期", amount: "已用", buckets: "剩餘明細與期限", expires: "{day} 到期", keeps: "無期限",
    base: "每月流量", carry_over: "結轉", top_up: "加購", gift: "受贈", shared: "共用", bonus: "贈送",
    family: "行動數據", noLines: "還沒有門號。", noLine: "請在卡片設定中選擇門號。", gone: "此門號已不存在。",
    lineCard: "Japan Mobile：門號", lineCardAbout: "剩餘流量、每日用量、重置日與帳單", familyCard: "Japan Mobile：所有門號", familyCardAbout: "一眼看到每個門號的剩餘流量",
    dashboard: "Japan Mobile", dashboardAbout: "所有門號、歷史與帳單", line: "門號", name: "名稱", showBars: "顯示每日用量", showBill: "顯示帳單", title: "標題", lines: "門號（不選則為全部）",
    overview: "總覽", history: "歷史", monthly: "每月用量",
  },
  ko: {
    left: "남음", unlimited: "무제한", unknown: "알 수 없음", used: "사용량", today: "오늘", budget: "초기화까지 하루 가능량", resets: "초기화", bill: "최근 청구액",
    low: "얼마 남지 않음", runsOut: "소진 예상", throttled: "속도 제한 중", overdue: "납부 연체",
    ofTotal: "/ {total}", ring: "{name}: {total} 중 {left} 남음", ringAlone: "{name}: {left} 남음", ringUnknown: "{name}: 남은 데이터를 알 수 없음", ringUsed: "{name}: {used} 사용", ringUnlimited: "{name}: 무제한",
    sharedWith: "{others}와(과) 공유", spent: "사용", most: "최대 {amount}", resetsIn: "{when} 초기화",
    pace: "표시는 고르게 썼을 때 남는 양입니다", days: "일별 사용량", date: "날짜", amount: "사용량", buckets: "남은 데이터와 기한", expires: "{day}까지", keeps: "기한 없음",
    base: "월 데이터", carry_over: "이월", top_up: "충전", gift: "선물", shared: "공유", bonus: "보너스",
    family: "모바일 데이터", noLines: "아직 회선이 없습니다.", noLine: "카드 설정에서 회선을 선택하세요.", gone: "이 회선은 더 이상 없습니다.",
    lineCard: "Japan Mobile: 회선", lineCardAbout: "남은 데이터, 일별 사용량, 초기화일, 청구액", familyCard: "Japan Mobile: 모든 회선", familyCardAbout: "모든 회선의 남은 데이터를 한눈에",
    dashboard: "Japan Mobile", dashboardAbout: "모든 회선과 기록, 청구", line: "회선", name: "이름", showBars: "일별 사용량 표시", showBill: "청구액 표시", title: "제목", lines: "회선(선택하지 않으면 모두)",
    overview: "개요", history: "기록", monthly: "월별 사용량",
  },
  vi: {
    left: "còn lại", unlimited: "không giới hạn", unknown: "chưa rõ", used: "Đã dùng", today: "Hôm nay", budget: "Mỗi ngày còn lại", resets: "Đặt lại", bill: "Hóa đơn mới nhất",
    low: "Sắp hết", runsOut: "Sẽ hết", throttled: "Bị giảm tốc độ", overdue: "Quá hạn thanh toán",
    ofTotal: "trên {total}", ring: "{name}: còn {left} trên {total}", ringAlone: "{name}: còn {left}", ringUnknown: "{name}: chưa rõ dung lượng còn lại", ringUsed: "{name}: đã dùng {used}", ringUnlimited: "{name}: không giới hạn",
    sharedWith: "Dùng chung với {others}", spent: "đã dùng", most: "cao nhất {amount}", resetsIn: "Đặt lại {when}",
    pace: "vạch cho biết lượng còn lại nếu dùng đều", days: "Dùng theo ngày", date: "Ngày", amount: "Đã dùng", buckets: "Phần còn lại theo hạn", expires: "đến {day}", keeps: "không có hạn",
    base: "Dữ liệu tháng", carry_over: "Chuyển sang", top_up: "Mua thêm", gift: "Quà tặng", shared: "Dùng chung", bonus: "Khuyến mãi",
    family: "Dữ liệu di động", noLines: "Chưa có thuê bao nào.", noLine: "Hãy chọn thuê bao trong cài đặt thẻ.", gone: "Thuê bao này không còn nữa.",
    lineCard: "Japan Mobile: một thuê bao", lineCardAbout: "Dung lượng còn lại, dùng theo ngày, ngày đặt lại và hóa đơn", familyCard: "Japan Mobile: mọi thuê bao", familyCardAbout: "Xem nhanh dung lượng còn lại của mọi thuê bao",
    dashboard: "Japan Mobile", dashboardAbout: "Mọi thuê bao, lịch sử và hóa đơn", line: "Thuê bao", name: "Tên", showBars: "Hiện dùng theo ngày", showBill: "Hiện hóa đơn", title: "Tiêu đề", lines: "Thuê bao (tất cả, nếu không chọn)",
    overview: "Tổng quan", history: "Lịch sử", monthly: "Dùng theo tháng",
  },
  "pt-BR": {
    left: "restantes", unlimited: "ilimitado", unknown: "desconhecido", used: "Usado", today: "Hoje", budget: "Por dia até renovar", resets: "Renova", bill: "Última fatura",
    low: "Acabando", runsOut: "Vai acabar", throttled: "Velocidade reduzida", overdue: "Pagamento atrasado",
    ofTotal: "de {total}", ring: "{name}: restam {left} de {total}", ringAlone: "{name}: restam {left}", ringUnknown: "{name}: dados restantes desconhecidos", ringUsed: "{name}: {used} usados", ringUnlimited: "{name}: ilimitado",
    sharedWith: "Compartilhado com {others}", spent: "usados", most: "máx. {amount}", resetsIn: "Renova {when}",
    pace: "a marca mostra o que restaria num ritmo constante", days: "Uso por dia", date: "Dia", amount: "Usado", buckets: "O que resta, por validade", expires: "até {day}", keeps: "sem validade",
    base: "Dados do mês", carry_over: "Acumulado", top_up: "Recarga", gift: "Presente", shared: "Compartilhado", bonus: "Bônus",
    family: "Dados móveis", noLines: "Ainda não há linhas.", noLine: "Escolha uma linha nas configurações do cartão.", gone: "Esta linha não existe mais.",
    lineCard: "Japan Mobile: uma linha", lineCardAbout: "O que resta, o uso por dia, a renovação e a fatura", familyCard: "Japan Mobile: todas as linhas", familyCardAbout: "O que resta em cada linha, num relance",
    dashboard: "Japan Mobile", dashboardAbout: "Todas as linhas, o histórico e as faturas", line: "Linha", name: "Nome", showBars: "Mostrar uso por dia", showBill: "Mostrar a fatura", title: "Título", lines: "Linhas (todas, se nenhuma for escolhida)",
    overview: "Visão geral", history: "Histórico", monthly: "Uso por mês",
  },
};

/** The language of ours that is nearest to the user's. */
export function languageOf(hass) {
  const code = hass?.locale?.language ?? hass?.language ?? "en";
  if (code in WORDS) return code;
  const lower = code.toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(lower)) return "zh-Hant";
  if (lower.startsWith("zh")) return "zh-Hans";
  if (lower.startsWith("pt")) return "pt-BR";
  const short = lower.split("-")[0];
  return short in WORDS ? short : "en";
}

/** The words in a language: a function of a key and what is filled in. */
export function wordsOf(language) {
  const words = WORDS[language];
  return (key, filled = {}) =>
    (words[key] ?? WORDS.en[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);
}

/** For tests: all of them. */
export const ALL_WORDS = WORDS;
