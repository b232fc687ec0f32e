"""What the product tells and keeps is what was photographed (`tests/project/facts`)."""

from pathlib import Path
from typing import Any

import pytest

from app import create_app
from tests.project import facts
from tests.support.settings import settings_for

_GROUPS = sorted(path.stem for path in facts.FOLDER.glob("*.json"))


@pytest.fixture(scope="module")
def photograph(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("facts")
    return facts.photograph(create_app(settings_for(f"sqlite:///{folder}/facts.db", folder)))


def test_every_group_was_photographed(photograph: dict[str, Any]) -> None:
    assert sorted(photograph) == _GROUPS, "run python -m tests.project.facts"


@pytest.mark.parametrize("group", _GROUPS)
def test_facts_are_those_that_were_photographed(group: str, photograph: dict[str, Any]) -> None:
    assert list(facts.lost(facts.kept(group), photograph[group])) == [], (
        "meant? take it again: python -m tests.project.facts"
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, []),
        ({"a": 1, "b": 2}, {"a": 1}, ["/b is gone"]),
        ({"a": [1, 2]}, {"a": [1, 2, 3]}, []),
        ({"a": [1, 2]}, {"a": [2, 1]}, ["/a[0]: 1, now 2", "/a[1]: 2, now 1"]),
        ({"a": [1, 2]}, {"a": [1]}, ["/a: [1, 2], now [1]"]),
        ({"a": {"b": "x"}}, {"a": {"b": "y"}}, ["/a/b: 'x', now 'y'"]),
    ],
)
def test_what_is_lost_is_told(before: Any, after: Any, told: list[str]) -> None:
    assert list(facts.lost(before, after)) == told
