"""The languages in which questions are understood and answered."""

from typing import NamedTuple

from . import speech_en, speech_ja, speech_zh, words_en, words_ja, words_zh
from .lexicon import Lexicon
from .speech import Speech


class Language(NamedTuple):
    """How people ask, and how they are answered."""

    lexicon: Lexicon
    speech: Speech


ENGLISH = Language(words_en.ENGLISH, speech_en.ENGLISH)
LANGUAGES = {
    "en": ENGLISH,
    "ja": Language(words_ja.JAPANESE, speech_ja.JAPANESE),
    "zh-Hans": Language(words_zh.CHINESE, speech_zh.CHINESE),
    "zh-Hant": Language(words_zh.TAIWANESE, speech_zh.TAIWANESE),
}
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def language_of(code: str) -> Language:
    """The language of a code such as `ja`, `ja-JP` or `zh-TW`; English where it is another."""
    lower = code.replace("_", "-").casefold()
    if lower.startswith(_TRADITIONAL):
        return LANGUAGES["zh-Hant"]
    return LANGUAGES["zh-Hans"] if lower.startswith("zh") else LANGUAGES.get(lower.split("-")[0], ENGLISH)
