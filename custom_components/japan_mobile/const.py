"""Names shared by the modules of the integration."""

DOMAIN = "japan_mobile"

CONF_CARRIER = "carrier"
CONF_CODE = "code"
CONF_LABELS = "labels"
CONF_LOW_PERCENT = "data_low_percent"

DEFAULT_LOW_PERCENT = 20
