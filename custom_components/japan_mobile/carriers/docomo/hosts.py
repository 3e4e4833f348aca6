"""docomo's hosts. Protocol: docs/carriers/docomo.md, 2.1"""

WWW, MY, AHAMO = "www.docomo.ne.jp", "mydocomo.docomo.ne.jp", "ahamo.com"
CFG, ID, PAYMENT = "cfg.smt.docomo.ne.jp", "id.smt.docomo.ne.jp", "payment2.smt.docomo.ne.jp"
WEBBILLING = "webbilling.ntt-finance.co.jp"
OLD_TLS = frozenset({ID})
HOSTS = (MY, WWW, CFG, ID, PAYMENT, WEBBILLING, AHAMO)
