"""Names shared by the modules of the integration."""

DOMAIN = "japan_mobile"

CONF_ACCOUNT = "account"
CONF_ALLOWANCE = "allowance"
CONF_CARRIER = "carrier"
CONF_CODE = "code"
CONF_CYCLE_DAY = "cycle_day"
CONF_HIDDEN = "hidden_lines"
CONF_LABELS = "labels"
CONF_LOW_PERCENT = "data_low_percent"
CONF_NAME = "name"
CONF_NAMES = "line_names"
CONF_NUMBER = "number"
CONF_PLAN = "plan"
CONF_RENAME = "rename"
CONF_UNLIMITED = "unlimited"
CONF_WEBHOOK = "webhook_id"
CONF_WEBHOOK_REMOTE = "webhook_remote"

SUBENTRY_LINE = "line"

DEFAULT_LOW_PERCENT = 20
