"""The peers' own interpreter: made once in the user's cache, again when their pinned list changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

_PINNED = Path(__file__).with_name("requirements.txt")


def peers_python() -> str:
    """The interpreter that has the peers; the first time, their packages are installed."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = cache / "mdo-bench" / f"{version}-{hashlib.sha256(_PINNED.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        print("Installing the peers of the export (once)…", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--no-deps", "-r", str(_PINNED)], check=True)
        subprocess.run([str(python), "-m", "pip", "check"], check=True, stdout=subprocess.DEVNULL)
        ready.touch()
    return str(python)
