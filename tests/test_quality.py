"""quality_scale.yaml names all rules that there are, and what it points to exists."""

from pathlib import Path
import re

from homeassistant.util.yaml import load_yaml_dict

from custom_components.japan_mobile.repairs import ISSUES, SUSPENSION, docs_of

ROOT = Path(__file__).resolve().parents[1]
INTEGRATION = ROOT / "custom_components" / "japan_mobile"
RULES = 54


def test_every_rule_is_told_and_shown() -> None:
    rules = load_yaml_dict(str(INTEGRATION / "quality_scale.yaml"))["rules"]
    assert len(rules) == RULES
    for name, told in rules.items():
        assert told["status"] in {"done", "exempt"}, name
        named = re.findall(r"[\w/-]+\.(?:py|md|json|yaml|png|typed)", told["comment"])
        for path in named:
            places = (
                ROOT / path,
                INTEGRATION / path,
                ROOT / "tests" / "integration" / path,
                ROOT / "script/checks" / path,
            )
            assert any(place.exists() for place in places), f"{name}: {path}"


def test_every_repair_has_a_page() -> None:
    text = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-")
        for head in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    for key in (*ISSUES, SUSPENSION):
        assert docs_of(key).partition("#")[2] in anchors, key
