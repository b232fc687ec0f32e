"""Settings of the servers under test."""

from pathlib import Path

from config import LOCAL, Settings

DEMO_PASSWORD = "une phrase de passe inventée"


def settings_for(url: str, folder: Path) -> Settings:
    """Settings of a local server on this database."""
    return Settings(
        env=LOCAL,
        database_url=url,
        data_dir=folder,
        secret_key="k" * 48,
        insecure_cookies=True,
        demo_password=DEMO_PASSWORD,
    )
