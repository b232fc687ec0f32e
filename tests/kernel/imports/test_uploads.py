"""Uploaded workbooks hold personal data: those of more than three days go whatever happens."""

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from app import create_app
from tests.support import ON_SQLITE
from tests.support.databases import Database
from tests.support.settings import settings_for
from views.imports import uploads

DAY = 24 * 60 * 60
KEPT = 3 * DAY
pytestmark = ON_SQLITE


@pytest.fixture
def kept(app: Flask) -> Iterator[Callable[[float], tuple[str, Path]]]:
    """Keeps a workbook of so many seconds ago; gives its token and its file."""

    def of(seconds: float) -> tuple[str, Path]:
        draft = uploads.keep(FileStorage(io.BytesIO(b"x"), filename="membres.csv"), 7)
        draft.note(kind="people")
        then = time.time() - seconds
        for path in (draft.file, draft.notes_path):
            os.utime(path, (then, then))
        return draft.token, draft.file

    with app.app_context():
        yield of


@pytest.mark.parametrize(("seconds", "is_there"), [(0, True), (KEPT - 60, True), (KEPT + 60, False)])
def test_a_workbook_is_found_within_three_days(
    kept: Callable[[float], tuple[str, Path]], seconds: float, is_there: bool
) -> None:
    token, path = kept(seconds)
    assert (uploads.find(token, 7) is not None) is is_there
    assert path.exists() is is_there
    assert uploads.find(token, 8) is None


@pytest.mark.parametrize("days", [1, 2])
def test_a_setting_says_how_long(
    kept: Callable[[float], tuple[str, Path]], app: Flask, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "mdo_settings", replace(app.extensions["mdo_settings"], import_days=days))
    assert uploads.find(kept(days * DAY - 60)[0], 7) is not None
    assert uploads.find(kept(days * DAY + 60)[0], 7) is None


@pytest.mark.parametrize("name", ["é" * 300, "𝒜" * 300 + ".xlsx", "𝒜" * 40 + "." + "𝒜" * 40, "a." + "x" * 300])
def test_a_file_of_any_name_is_kept(app: Flask, name: str) -> None:
    with app.app_context():
        draft = uploads.keep(FileStorage(io.BytesIO(b"x"), filename=name), 2**31)
        found = uploads.find(draft.token, 2**31)
    assert found is not None
    assert found.file.read_bytes() == b"x"
    assert found.name.endswith(".xlsx") is name.endswith(".xlsx")


def test_any_use_removes_those_of_others(kept: Callable[[float], tuple[str, Path]]) -> None:
    for use in (lambda: uploads.find("0" * 48, 1), lambda: kept(0)):
        _, old = kept(0)
        then = time.time() - KEPT - 60
        os.utime(old, (then, then))
        use()
        assert not old.exists()


def test_the_start_of_the_server_removes_them(database: Database, kept: Callable[[float], tuple[str, Path]]) -> None:
    _, young = kept(60)
    _, old = kept(KEPT + 60)
    create_app(settings_for(database.url, database.folder))
    assert (young.exists(), old.exists()) == (True, False)
