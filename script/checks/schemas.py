"""Small schema pieces, and the words for what does not fit them."""

import re
import string
from typing import Any

import probatio as vol

SLUG = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
KEY = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
ADDRESS = re.compile(r"\b(https?|ftp|mqtts?)://|\bwww\.", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def slug(value: Any) -> str:
    """A key that becomes part of an entity id or a service name."""
    if not isinstance(value, str) or not SLUG.fullmatch(value):
        raise vol.Invalid("expected lower-case letters, digits and single underscores")
    return value


def key(value: Any) -> str:
    """A translation key: as a slug, but hyphens may be in it."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise vol.Invalid("expected a translation key: lower-case letters, digits, and _ or - between them")
    return value


def placeholders(value: str) -> set[str]:
    """The names in braces of a translated text; raises ValueError when the braces do not match."""
    return {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}


def text(value: Any) -> str:
    """A text as Home Assistant lets it be translated: no markup, no address, no reference to another text."""
    if not isinstance(value, str) or not value.strip():
        raise vol.Invalid("expected a text")
    try:
        names = placeholders(value)
    except ValueError as error:
        raise vol.Invalid(f"braces: {error}") from error
    faults = {
        "surrounded by blanks": value != value.strip(),
        "holds markup": TAG.search(value),
        "holds an address, which belongs in a placeholder": ADDRESS.search(value),
        "refers to another text, which only Home Assistant's own integrations may": "[%" in value,
        "has a placeholder within single quotes": re.search(r"'\{\w+\}'", value),
        "has a placeholder that is no name": any(not name.isidentifier() for name in names),
    }
    if found := [fault for fault, is_so in faults.items() if is_so]:
        raise vol.Invalid(", ".join(found))
    return value


def plain(value: Any) -> str:
    """A text in which nothing can be filled in, such as the name of a state."""
    told = text(value)
    if placeholders(told):
        raise vol.Invalid("placeholders are not filled in here")
    return told


def mapping(values: Any, keys: Any = key) -> dict[Any, Any]:
    """A mapping whose keys are of one form and whose values are of one form."""
    return {keys: values}


def faults(schema: Any, value: Any, name: str) -> list[str]:
    """What does not fit, one finding for each, each with its place in the file `name`."""
    try:
        schema(value)
    except vol.Invalid as error:
        each = error.errors if isinstance(error, vol.MultipleInvalid) else [error]
        return [f"{name}: {'.'.join(str(part) for part in fault.path)}: {fault.msg}" for fault in each]
    return []
