"""The languages of those who live in Japan: each is there, whole, and in its own words."""

import json
from pathlib import Path

import pytest

from demo.dashboard import TEXTS
from demo.handed import NAMES

FOLDER = Path(__file__).parents[1] / "custom_components" / "japan_mobile" / "translations"
LANGUAGES = ("en", "ja", "zh-Hans", "zh-Hant", "ko", "vi", "pt-BR")
SAME = 40
"""So many texts may be as in English: names of carriers' own things, placeholders alone."""


def texts(language: str) -> list[str]:
    """All texts of a language, in the order of the file; `script/checks` holds keys and placeholders together."""

    def inside(part: object) -> list[str]:
        return [text for one in part.values() for text in inside(one)] if isinstance(part, dict) else [str(part)]

    return inside(json.loads((FOLDER / f"{language}.json").read_text()))


def test_all_of_them_are_there() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == set(LANGUAGES)
    assert TEXTS.keys() == NAMES.keys() == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_none_is_left_in_english(language: str) -> None:
    pairs = zip(texts("en"), texts(language), strict=True)
    same = [text for english, text in pairs if english == text and " " in text.strip() and "{" not in text]
    assert len(same) < SAME, same
    assert all(text.strip() for text in texts(language))


def test_traditional_chinese_has_no_simplified_characters() -> None:
    simplified = set("这个们为时请输录发过还验证码设账单费线号剩余网络户问题开关选择择读删处强复杂历电话")
    traditional = "".join(texts("zh-Hant"))
    assert not {sign for sign in traditional if sign in simplified - set("剩余")}
