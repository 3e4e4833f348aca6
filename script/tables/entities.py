"""The table of entities: what each is called, what its carrier must tell, and whether it is on from the start."""

from collections.abc import Iterator
import json

from homeassistant.helpers.entity import EntityDescription

from custom_components.japan_mobile import account_sensors, binary_sensor, button, calendar, event, line_sensors, switch
from custom_components.japan_mobile.carriers.carrier import Can

from .carriers import TEXTS

_LANGUAGES = ("en", "ja", "zh-Hans")
_OF_LINES: dict[str, tuple[EntityDescription, ...]] = {
    "sensor": (*line_sensors.LINE_SENSORS, account_sensors.LINE_BILL, account_sensors.PAID),
    "binary_sensor": binary_sensor.LINE_SENSORS,
    "event": event.LINE_EVENTS,
    "switch": (switch.FAST_DATA,),
}
_OF_ACCOUNTS: dict[str, tuple[EntityDescription, ...]] = {
    "sensor": (
        *account_sensors.BILL_SENSORS,
        *account_sensors.ACCOUNT_SENSORS,
        account_sensors.BREAKDOWN,
        account_sensors.EVIDENCE,
        account_sensors.SUPPORT,
    ),
    "binary_sensor": (binary_sensor.PAYMENT_OVERDUE, binary_sensor.LOGIN_NEEDED),
    "event": (*event.ACCOUNT_EVENTS, event.LOGIN_ASKED),
    "calendar": (calendar.DATES,),
    "button": (button.REFRESH,),
}
_NEEDS = {"fast_data": Can.SWITCH, "payment_overdue": Can.BILLS}


def table(whose: str) -> str:
    """The table as Markdown: of `lines`, or of `accounts`."""
    texts = {language: json.loads((TEXTS / f"{language}.json").read_text("utf-8"))["entity"] for language in _LANGUAGES}
    groups = _OF_LINES if whose == "lines" else _OF_ACCOUNTS
    lines = ["| entity | 日本語 | 简体中文 | kind | needs | at first |", "| --- | --- | --- | --- | --- | --- |"]
    for platform, descriptions in groups.items():
        for one in descriptions:
            names = [texts[language][platform][one.key]["name"] for language in _LANGUAGES]
            needs = ", ".join(_words(getattr(one, "needs", None) or _NEEDS.get(one.key, Can(0))))
            first = "on" if one.entity_registry_enabled_default else "off"
            lines.append(f"| {' | '.join(names)} | {platform.replace('_', ' ')} | {needs or '–'} | {first} |")
    return "\n".join(lines)


def _words(needs: Can) -> Iterator[str]:
    return (can.name.lower().replace("_", " ") for can in needs if can.name)
