"""The demo's folder: used by one demo at a time, and what is damaged in it is told."""

from pathlib import Path

import pytest

from demo.home import taken
from simulator.demo import demo_world


def test_one_at_a_time(tmp_path: Path) -> None:
    """The second one touches nothing; when the first has ended there is room again."""
    with taken(tmp_path) as folder:
        folder.keep(demo_world())
        with pytest.raises(RuntimeError, match="A demo is running"), taken(tmp_path):
            pytest.fail("both have it")
        assert folder.world()
    with taken(tmp_path):
        pass


def test_reset_throws_all_away_but_the_lock(tmp_path: Path) -> None:
    with taken(tmp_path) as folder:
        folder.config.mkdir()
        (folder.config / "file").touch()
        folder.keep(demo_world())
        folder.furnished("ja", 9333)
        assert (folder.language, folder.browser_port) == ("ja", 9333)
        folder.reset()
        assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]
        with pytest.raises(RuntimeError, match="A demo is running"), taken(tmp_path):
            pytest.fail("both have it")


@pytest.mark.parametrize("content", ["", '{"now": 5}', "[]", "[" * 100_000])
def test_a_damaged_world(tmp_path: Path, content: str) -> None:
    with taken(tmp_path) as folder:
        folder.keep(demo_world())
        (tmp_path / "world.json").write_text(content)
        with pytest.raises(RuntimeError, match=r"world\.json is damaged .* --reset"):
            folder.world()


def test_a_world_that_cannot_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with taken(tmp_path) as folder:
        folder.keep(demo_world())
        before = (tmp_path / "world.json").read_text()

        def broken(*_: object) -> None:
            raise OSError

        monkeypatch.setattr("demo.home.json.dump", broken)
        with pytest.raises(OSError):
            folder.keep(demo_world())
        assert (tmp_path / "world.json").read_text() == before
