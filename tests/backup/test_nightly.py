"""The worker's backup of the night, and the administrator's page that tells of it."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Settings
from mdo.backup import shelf
from mdo.backup.archive import Archive
from mdo.kernel.base.periods import PARIS
from views.base.database import db
from views.jobs.nightly import back_up

NIGHT = dt.datetime(2026, 11, 24, 2, 30, tzinfo=PARIS)


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Iterator[Settings]:
    """Those of the application, with a shelf and a folder of data of the test's own."""
    usual = app.extensions["mdo_settings"]
    (tmp_path / "data").mkdir()
    chosen = dataclasses.replace(usual, data_dir=tmp_path / "data", backup_dir=tmp_path / "shelf")
    app.extensions["mdo_settings"] = chosen
    yield chosen
    app.extensions["mdo_settings"] = usual


def test_the_backup_of_the_night_is_on_the_shelf_and_on_the_page(
    app: Flask, settings: Settings, client_as: Callable[..., FlaskClient]
) -> None:
    client = client_as("admin")
    assert "Rien pour l’instant" in client.get("/sauvegardes/").text
    assert settings.backup_dir is not None
    for day in range(1, 24):
        settings.backup_dir.mkdir(exist_ok=True)
        shelf.path_of(settings.backup_dir, dt.date(2026, 11, day)).write_bytes(bytes(300_000))
    with app.app_context():
        back_up(db.engine, settings, NIGHT)
        before = shelf.last(settings.data_dir)
        back_up(db.engine, settings, NIGHT + dt.timedelta(hours=20))  # nothing is due before the next day
    assert shelf.last(settings.data_dir) == before
    with Archive(settings.backup_dir / "mdo-2026-11-24.zip") as archive:
        assert archive.manifest.rows == before.rows > 0
    page = client.get("/sauvegardes/").text
    assert "mdo-2026-11-24.zip" in page
    assert "mdo-2026-11-18.zip" in page
    assert "mdo-2026-11-17.zip" not in page
    assert "mdo-2026-11-01.zip" in page
    kept = shelf.kept(settings.backup_dir)
    assert len(kept) == 8
    assert f"{sum(item.size for item in kept) / 1e6:.1f}".replace(".", ",") in page


def test_what_went_wrong_is_told_with_what_to_do(
    app: Flask, settings: Settings, client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device", "/srv/mdo.zip")

    monkeypatch.setattr("views.jobs.nightly.take", full)
    with app.app_context():
        back_up(db.engine, settings, NIGHT)
    page = client_as("admin").get("/sauvegardes/").text
    assert "Le disque est plein" in page
    assert "a échoué" in page


def test_without_a_folder_nothing_is_taken_and_the_page_says_so(
    app: Flask, settings: Settings, client_as: Callable[..., FlaskClient]
) -> None:
    without = dataclasses.replace(settings, backup_dir=None)
    app.extensions["mdo_settings"] = without
    with app.app_context():
        back_up(db.engine, without, NIGHT)
    assert list(settings.data_dir.iterdir()) == []
    assert "MDO_BACKUP_DIR" in client_as("admin").get("/sauvegardes/").text
