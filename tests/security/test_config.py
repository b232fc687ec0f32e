"""A wrong setting stops the start with one clear sentence; production refuses what is only fit for a desk."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import SettingsError, flask_config, load_settings

KEY_OF_32 = "qD7wN0xKp2Lr9sVb4Tz8Yc6Mf1Hg3Jea"


def environ(tmp_path: Path, **values: str) -> dict[str, str]:
    return {"MDO_DATA_DIR": str(tmp_path / "var"), **{f"MDO_{name}": value for name, value in values.items()}}


def production(tmp_path: Path, **values: str) -> dict[str, str]:
    return environ(tmp_path, **{"ENV": "production", "SECRET_KEY": KEY_OF_32, "HOSTS": "mdo.lyon.example", **values})


def test_nothing_set_gives_a_local_server_on_sqlite_in_french(tmp_path: Path) -> None:
    settings = load_settings(environ(tmp_path))
    assert (settings.env, settings.port, settings.lang) == ("local", 5000, "fr")
    assert settings.database_url == f"sqlite:///{tmp_path}/var/mdo.sqlite"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "prod"),
        ("LANG", "de"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80a"),
        ("PORT", "-1"),
        ("DATABASE_URL", "mysql://root:hush@host/base"),
        ("DATABASE_URL", "hush"),
        ("DATABASE_URL", "postgresql://user:hush@host:port/base"),
        ("DATABASE_URL", "postgresql://user:hush@host"),
        ("HOSTS", "https://mdo.lyon.fr"),
        ("HOSTS", "mdo.lyon.fr:443"),
        ("INSECURE_COOKIES", "maybe"),
        ("PROXIES", "6"),
        ("DATA_DIR", "/dev/null/var"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ(tmp_path, **{name: value}))
    sentence = str(caught.value)
    assert sentence.startswith(f"MDO_{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "hush" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "1"), ("PORT", "65535"), ("LANG", "en"), ("HOSTS", "mdo.lyon.fr, .intra.lyon.fr"), ("PROXIES", "5")],
)
def test_values_at_the_right_side_of_the_boundary_pass(tmp_path: Path, name: str, value: str) -> None:
    load_settings(environ(tmp_path, **{name: value}))


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg_3(tmp_path: Path, scheme: str) -> None:
    settings = load_settings(environ(tmp_path, DATABASE_URL=f"{scheme}://mdo:p@db/mdo"))
    assert settings.database_url == "postgresql+psycopg://mdo:p@db/mdo"


@pytest.mark.parametrize(
    ("changes", "variable"),
    [
        ({"SECRET_KEY": ""}, "MDO_SECRET_KEY"),
        ({"SECRET_KEY": KEY_OF_32[:31]}, "MDO_SECRET_KEY"),
        ({"SECRET_KEY": "a" * 40}, "MDO_SECRET_KEY"),
        ({"SECRET_KEY": "secret" * 8}, "MDO_SECRET_KEY"),
        ({"HOSTS": ""}, "MDO_HOSTS"),
        ({"INSECURE_COOKIES": "1"}, "MDO_INSECURE_COOKIES"),
    ],
)
def test_production_refuses(tmp_path: Path, changes: dict[str, str], variable: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(production(tmp_path, **changes))
    assert caught.value.field == variable


def test_production_refuses_the_key_that_a_local_start_generated(tmp_path: Path) -> None:
    generated = load_settings(environ(tmp_path)).secret_key
    with pytest.raises(SettingsError):
        load_settings(production(tmp_path, SECRET_KEY=generated))


def test_production_accepts_a_key_of_32_characters_and_sqlite(tmp_path: Path) -> None:
    assert load_settings(production(tmp_path)).is_production


def test_the_generated_key_is_made_once_whatever_the_number_of_starts_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: load_settings(environ(tmp_path)).secret_key, range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_the_generated_key_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    load_settings(environ(tmp_path))
    assert stat.S_IMODE((tmp_path / "var" / "secret_key").stat().st_mode) == 0o600


def test_a_wrong_value_in_the_data_folder_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        load_settings(production(tmp_path, INSECURE_COOKIES="1"))
    assert not (tmp_path / "var").exists()


def test_cookies_of_production_are_for_https_and_this_host_alone(tmp_path: Path) -> None:
    config = flask_config(load_settings(production(tmp_path)))
    assert config["SESSION_COOKIE_NAME"] == "__Host-session"
    assert config["SESSION_COOKIE_SECURE"] is True
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_cookies_of_a_desk_pass_without_https(tmp_path: Path) -> None:
    assert flask_config(load_settings(environ(tmp_path)))["SESSION_COOKIE_SECURE"] is False
    assert flask_config(load_settings(environ(tmp_path, INSECURE_COOKIES="0")))["SESSION_COOKIE_SECURE"] is True
