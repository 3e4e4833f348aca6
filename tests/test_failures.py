"""Each error of the client library has its words in every language and its pause."""

from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
from string import Formatter

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations
import pytest

from custom_components.japan_mobile.carriers import CARRIERS
from custom_components.japan_mobile.carriers.errors import (
    AccountActionNeeded,
    Action,
    BrowserUnreachable,
    CannotConnect,
    CarrierError,
    CodeNeeded,
    ForeignAnswer,
    HumanCheckNeeded,
    LayoutChanged,
    LoginExpired,
    LoginRefused,
    Maintenance,
    RateLimited,
    RefusedBefore,
    WrongBrand,
)
from custom_components.japan_mobile.failures import error_text, rest_after
from custom_components.japan_mobile.reasons import REASONS, in_words
from custom_components.japan_mobile.repairs import ISSUES, docs_of

NOW = datetime(2026, 8, 6, 12, tzinfo=UTC)
TRANSLATIONS = Path(__file__).parents[1] / "custom_components/japan_mobile/translations"
LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi", "pt-BR")
ERRORS: list[CarrierError] = [
    LoginRefused(),
    RefusedBefore(),
    WrongBrand("SoftBank", belongs_to="ymobile", name="Y!mobile"),
    LoginExpired(),
    CodeNeeded(),
    HumanCheckNeeded(),
    *(AccountActionNeeded(action) for action in Action),
    Maintenance(),
    RateLimited(),
    RateLimited(timedelta(seconds=30)),
    CannotConnect("host could not be reached"),
    BrowserUnreachable("the browser could not be asked"),
    LayoutChanged("top", "remaining"),
    ForeignAnswer("an answer for another customer"),
]


def test_all_errors_are_here() -> None:
    assert {type(error) for error in ERRORS} == {
        *CarrierError.__subclasses__(),
        *LoginRefused.__subclasses__(),
        BrowserUnreachable,
    }


@pytest.mark.parametrize("error", ERRORS, ids=str)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("carrier", ["iijmio", "mineo"])
def test_every_error_can_be_told(error: CarrierError, language: str, carrier: str) -> None:
    """Of a carrier with a password, and of one with tokens."""
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text())
    text = error_text(CARRIERS[carrier], error, {})
    told = [texts["config"]["error"][text.key], texts["exceptions"][text.key]["message"]]
    placeholders = dict(text.placeholders)
    if text.key in ISSUES:
        told += [*texts["issues"][text.key].values(), *texts["issues"][ISSUES[text.key]].values()]
        placeholders |= {"account": "IIJmio", "phone": "157", "docs": docs_of(text.key)}
        assert "{phone}" not in texts["issues"][text.key]["description"]
        assert "{phone}" in texts["issues"][ISSUES[text.key]]["description"]
    for each in told:
        assert {name for _, name, _, _ in Formatter().parse(each) if name} <= set(placeholders)
        assert each.format(**placeholders)


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (CannotConnect(""), None),
        (LayoutChanged("top"), None),
        (HumanCheckNeeded(), timedelta(hours=6)),
        (AccountActionNeeded(Action.CONSENT), timedelta(hours=6)),
        (ForeignAnswer(""), timedelta(hours=6)),
        (RateLimited(), timedelta(hours=2)),
        (RateLimited(timedelta(seconds=0)), timedelta(hours=1)),
        (RateLimited(timedelta(hours=9)), timedelta(hours=9)),
        (Maintenance(), timedelta(minutes=30)),
        (Maintenance(NOW + timedelta(hours=5)), timedelta(hours=5)),
        (Maintenance(NOW - timedelta(hours=5)), timedelta(minutes=5)),
        (Maintenance(NOW + timedelta(days=50)), timedelta(days=1)),
    ],
    ids=str,
)
def test_how_long_a_carrier_is_left_alone(error: CarrierError, pause: timedelta | None) -> None:
    assert rest_after(CARRIERS["iijmio"], error, NOW) == pause


def test_an_error_of_a_family_is_told_as_what_it_is() -> None:
    class Special(LayoutChanged):
        pass

    assert error_text(CARRIERS["iijmio"], Special("top"), {}).key == "layout_changed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_words(language: str) -> None:
    texts = json.loads((TRANSLATIONS / f"{language}.json").read_text())["selector"]["reason"]["options"]
    assert texts.keys() == set(REASONS.values())


async def test_reasons_are_told_in_the_systems_language(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """What could not be read keeps the portal's own name; why is in the user's words."""
    hass.config.language = "ja"
    await async_get_translations(hass, "ja", "selector", {"japan_mobile"})
    text = error_text(CARRIERS["portal"], LayoutChanged("top", "ご利用データ量", "two values"), {})
    told = in_words(hass, text).placeholders["missing"]
    assert told.startswith("ご利用データ量, ")
    assert "two" not in told


def test_no_password_is_asked_for_where_none_may_be() -> None:
    """A new password is set in the person's own browser; elsewhere it has to be entered here too."""
    err = AccountActionNeeded(Action.PASSWORD)
    assert error_text(CARRIERS["au"], err, {}).key == "action_log_in"
    assert error_text(CARRIERS["softbank"], err, {}).key == "action_password"
