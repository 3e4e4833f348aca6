"""Every check accepts the faultless checkout and finds the fault that was put into it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from checks import files, flows, hacs, icons, keys, languages, manifest, pins, quality, services, translations
from checks.__main__ import MODULES
from checks.tree import Tree

EN = "translations/en.json"
JA = "translations/ja.json"
CODE = "custom_components/japan_mobile"


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_faultless(tree: Tree, module: Any) -> None:
    assert module.check(tree) == []


# Each row: the check; the value that is set in a JSON file (`...` deletes it); what the finding says.
CHANGES = [
    (manifest, ("manifest.json", "config_flows", True), "config_flows"),
    (manifest, ("manifest.json", "version", ...), "version"),
    (manifest, ("manifest.json", "version", "soon"), "expected a version"),
    (manifest, ("manifest.json", "iot_class", ...), "iot_class"),
    (manifest, ("manifest.json", "iot_class", "cloud"), "iot_class"),
    (manifest, ("manifest.json", "domain", "mobile"), "domain"),
    (manifest, ("manifest.json", "codeowners", []), "codeowners"),
    (manifest, ("manifest.json", "codeowners", ["owner"]), "expected @name"),
    (manifest, ("manifest.json", "documentation", "http://example.com"), "https"),
    (manifest, ("manifest.json", "documentation", "https://www.home-assistant.io/integrations/x"), "own integrations"),
    (manifest, ("manifest.json", "requirements", ["selectolax"]), "pinned"),
    (manifest, ("manifest.json", "categories", ["Money!"]), "category"),
    (manifest, ("manifest.json", "after_dependencies", []), "order"),
    (manifest, ("manifest.json", "config_flow", False), "config_flow.py"),
    (translations, (EN, "exceptionz", {}), "exceptionz"),
    (translations, (EN, "config", "step", "user", "titel", "x"), "titel"),
    (translations, (EN, "config", "step", "user", "data_description", "pin", "x"), "describes fields"),
    (translations, (EN, "config", "error", "login_refused", "See https://example.com"), "address"),
    (translations, (EN, "config", "error", "login_refused", "<b>No</b>"), "markup"),
    (translations, (EN, "config", "error", "login_refused", " No"), "blanks"),
    (translations, (EN, "config", "error", "login_refused", "[%key:common::error%]"), "another text"),
    (translations, (EN, "config", "error", "login_refused", "Refused '{carrier}'"), "single quotes"),
    (translations, (EN, "config", "error", "login_refused", "Refused {the carrier}"), "no name"),
    (translations, (EN, "config", "error", "login_refused", "Refused {"), "braces"),
    (translations, (EN, "config", "error", "login_refused", ""), "expected a text"),
    (translations, (EN, "entity", "sensor", "data_used", "state", "many", "{much}"), "not filled in"),
    (translations, (EN, "entity", "sensor", "Data used", {"name": "x"}), "translation key"),
    (translations, (EN, "exceptions", "maintenance", {}), "message"),
    (translations, (EN, "issues", "human_check", "description", ...), "either description or fix_flow"),
    (translations, (EN, "issues", "human_check", "fix_flow", {"step": {}}), "either description or fix_flow"),
    (translations, (EN, "services", "refresh", "description", ...), "description"),
    (languages, (JA, "issues", ...), "issues.human_check.title: missing"),
    (languages, (JA, "issues", "more", {"title": "x"}), "not in English"),
    (languages, (JA, "config", "error", "login_refused", "{provider}に断られました"), "placeholders ['carrier']"),
    (keys, (EN, "entity", "sensor", "data_used", ...), "entity.sensor.data_used: missing"),
    (keys, (EN, "entity", "sensor", "data_left", {"name": "x"}), "entity.sensor.data_left: the code does not"),
    (keys, (EN, "exceptions", ...), "exceptions.maintenance: missing"),
    (keys, (EN, "exceptions", "broken", {"message": "x"}), "exceptions.broken: the code does not"),
    (keys, (EN, "issues", ...), "issues.human_check: missing"),
    (keys, (EN, "issues", "broken", {"title": "x", "description": "x"}), "issues.broken: the code does not"),
    (flows, (EN, "config", "error", {}), "config.error.login_refused: missing"),
    (flows, (EN, "config", "error", "broken", "x"), "config.error.broken: the flow does not"),
    (flows, (EN, "config", "abort", {}), "config.abort.already_configured: missing"),
    (flows, (EN, "config", "abort", "broken", "x"), "config.abort.broken: the flow does not"),
    (flows, (EN, "config", "step", {}), "config.step.user: missing"),
    (flows, (EN, "config", "step", "code", {}), "config.step.code: the flow does not"),
    (icons, ("icons.json", "entities", {}), "entities"),
    (icons, ("icons.json", "entity", "sensor", "data_used", "default", "sim"), "mdi:"),
    (icons, ("icons.json", "entity", "sensor", "data_used", "range", {"50": "mdi:a", "0": "mdi:b"}), "rising"),
    (icons, ("icons.json", "entity", "sensor", "data_used", "range", {"low": "mdi:a"}), "numbers"),
    (icons, ("icons.json", "entity", "sensor", "data_used", "state", {"few": "mdi:a"}), "no such state"),
    (icons, ("icons.json", "entity", "sensor", "data_left", {"default": "mdi:sim"}), "data_left: has no text"),
    (icons, ("icons.json", "entity", ...), "data_used: has a text and no icon"),
    (icons, ("icons.json", "services", ...), "services.refresh: has a text and no icon"),
    (services, (EN, "services", ...), "entry refresh has no text"),
    (services, (EN, "services", "refresh", "fields", {}), "field line has no text"),
    (services, (EN, "services", "refresh", "fields", "month", {"name": "x"}), "field month does not exist"),
    (services, (EN, "triggers", "ran_low", {"name": "x"}), "triggers: entry ran_low does not exist"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "path", "words"), CHANGES)
def test_changed(tree: Tree, change: Callable[..., None], module: Any, path: tuple[Any, ...], words: str) -> None:
    change(*path)
    assert any(words in finding for finding in module.check(tree)), module.check(tree)


# Each row: the check; the file that is written; what is in it; what the finding says.
WRITTEN = [
    (hacs, "hacs.json", {"country": "JP"}, "name"),
    (hacs, "hacs.json", {"name": "x", "domains": ["sensor"]}, "domains"),
    (hacs, "hacs.json", {"name": "x", "country": "Japan"}, "capital letters"),
    (hacs, "hacs.json", {"name": "x", "zip_release": True}, "filename"),
    (hacs, "custom_components/other/manifest.json", {}, "exactly one"),
    (translations, f"{CODE}/strings.json", {}, "strings.json"),
    (languages, f"{CODE}/translations/zh-Hans.json", {}, "zh-Hans.json"),
    (pins, "requirements/test.txt", "selectolax>=1\n", "not a pin"),
    (pins, "requirements/test.txt", "selectolax==1.0.1\n", "the manifest asks for selectolax==1.0.2"),
    (pins, "requirements/test.txt", "selectolax==1.0.2\naiohttp==3.0\n", "aiohttp==3.0 is not in test.lock.txt"),
    (pins, "requirements/test.lock.txt", "--index https://example.com\nselectolax==1.0.2\n", "not a pin"),
    (quality, f"{CODE}/quality_scale.yaml", "rules:\n  brands: yes, done\n", "expected done"),
    (quality, f"{CODE}/quality_scale.yaml", "rules:\n  brands:\n    status: exempt\n", "comment"),
    (services, f"{CODE}/services.yaml", "refresh:\n  fields:\n    more:\n      fields:\n        line:\n", "section more"),
    (files, "notes.md", f"See {files.HOSTS[0]}/simple", "registry"),
    (files, "notes.md", f"Run it in {Path("/", "root", "japan")}", "one machine"),
    (files, "long.py", "\n" * 400, "400 lines"),
]  # fmt: skip


@pytest.mark.parametrize(("module", "name", "content", "words"), WRITTEN)
def test_written(
    tree: Tree, write: Callable[[str, Any], None], module: Any, name: str, content: Any, words: str
) -> None:
    write(name, content)
    assert any(words in finding for finding in module.check(tree)), module.check(tree)


def test_key_from_description(tree: Tree, write: Callable[[str, Any], None]) -> None:
    """When entities take the description's key as their translation key, it must exist."""
    write(
        f"{CODE}/sensor.py", 'X = SensorEntityDescription(key="data_used")\nY = SensorEntityDescription(key="left")\n'
    )
    write(f"{CODE}/entity.py", "def init(self, description):\n    self._attr_translation_key = description.key\n")
    assert keys.check(tree) == ["translations/en.json: entity.sensor.left: missing, and the code uses it"]


def test_order_of_keys(tree: Tree, write: Callable[[str, Any], None]) -> None:
    write(f"{CODE}/{JA}", dict(reversed(tree.english.items())))
    assert languages.check(Tree(tree.root)) == [f"{JA}: the keys are in another order than in English"]


def test_ignored_files_are_not_read(tree: Tree, write: Callable[[str, Any], None], root: Path) -> None:
    write("picture.png", "")
    (root / "picture.png").write_bytes(b"\x89PNG\xff")
    assert files.check(tree) == []
