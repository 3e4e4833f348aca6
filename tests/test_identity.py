"""Ids and names that do not show whose line it is."""

from custom_components.japan_mobile.identity import keyed_id, masked


def test_a_number_shows_its_ends_only() -> None:
    assert masked("070-1234-5678") == "070-••••-5678"
    assert masked("07012345678") == "070-••••-5678"


def test_what_is_too_short_to_be_hidden_in_part_is_hidden_whole() -> None:
    assert masked("123-4567") == "••••"
    assert masked("") == "••••"


def test_ids_are_stable_and_keyed() -> None:
    assert keyed_id(b"secret", "iijmio", "MA0000001") == keyed_id(b"secret", "iijmio", "MA0000001")
    assert keyed_id(b"secret", "iijmio", "MA0000001") != keyed_id(b"another", "iijmio", "MA0000001")
    assert keyed_id(b"secret", "ab", "c") != keyed_id(b"secret", "a", "bc")
    assert len(keyed_id(b"secret", "x")) == 20
