"""Takes the photograph of the product again (see this package)."""

import tempfile
from pathlib import Path

from app import create_app
from tests.project.facts import write
from tests.support.settings import settings_for

with tempfile.TemporaryDirectory() as folder:
    write(create_app(settings_for(f"sqlite:///{folder}/facts.db", Path(folder))))
