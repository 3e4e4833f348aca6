"""quality_scale.yaml names all rules that there are, and what it points to exists."""

from importlib import import_module
from pathlib import Path
import re

from homeassistant.util.yaml import load_yaml_dict

from custom_components.japan_mobile.repairs import ISSUES, SUSPENSION, docs_of

ROOT = Path(__file__).resolve().parents[1]
INTEGRATION = ROOT / "custom_components" / "japan_mobile"
RULES = {
    "bronze": """
        action-setup appropriate-polling brands common-modules config-flow-test-coverage config-flow dependency-transparency docs-actions
        docs-triggers docs-conditions docs-high-level-description docs-installation-instructions docs-removal-instructions
        entity-event-setup entity-unique-id has-entity-name runtime-data test-before-configure test-before-setup unique-config-entry""",
    "silver": """
        action-exceptions config-entry-unloading docs-configuration-parameters docs-installation-parameters entity-unavailable
        integration-owner log-when-unavailable parallel-updates reauthentication-flow test-coverage""",
    "gold": """
        devices diagnostics discovery discovery-update-info docs-data-update docs-examples docs-known-limitations docs-supported-devices
        docs-supported-functions docs-troubleshooting docs-use-cases dynamic-devices entity-category entity-device-class
        entity-disabled-by-default entity-translations exception-translations icon-translations reconfiguration-flow repair-issues
        stale-devices""",
    "platinum": "async-dependency inject-websession strict-typing",
}
"""Home Assistant's rules, by the tier that asks for them."""
PLATFORMS = ("sensor", "binary_sensor", "event", "button", "switch", "calendar")


def test_every_rule_is_told_and_shown() -> None:
    rules = load_yaml_dict(str(INTEGRATION / "quality_scale.yaml"))["rules"]
    assert list(rules) == [name for names in RULES.values() for name in names.split()]
    assert len(rules) == 54
    for name, told in rules.items():
        assert told["status"] in {"done", "exempt"}, name
        named = re.findall(r"[\w/-]+\.(?:py|md|json|yaml|toml|png|typed)", told["comment"])
        for path in named:
            places = (
                ROOT / path,
                INTEGRATION / path,
                ROOT / "tests" / "integration" / path,
                ROOT / "script/checks" / path,
            )
            assert any(place.exists() for place in places), f"{name}: {path}"
        assert named or told["status"] == "exempt", name


def test_every_repair_has_a_page() -> None:
    text = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    assert len({docs_of(key) for key in (*ISSUES, SUSPENSION)}) == len(ISSUES) + 1
    for key in (*ISSUES, SUSPENSION):
        assert docs_of(key).partition("#")[2] in anchors, key


def test_every_platform_says_how_many_at_a_time() -> None:
    """The coordinator asks for all of them, so that nothing has to wait."""
    for platform in PLATFORMS:
        assert import_module(f"custom_components.japan_mobile.{platform}").PARALLEL_UPDATES in {0, 1}, platform
    modules = {path.stem for path in INTEGRATION.glob("*.py") if "async_setup_entry" in path.read_text("utf-8")}
    assert modules - {"__init__"} == set(PLATFORMS)
