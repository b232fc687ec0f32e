"""The peers' own interpreters: made once in the user's cache, again when their pinned list changes."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PINNED = Path(__file__).with_name("requirements.txt")
_PINNED_ADMIN = Path(__file__).with_name("requirements-admin.txt")
_OLDEST_FOR_ADMIN = (3, 12)
_SAYS_ITS_VERSION = "import sys; print(*sys.version_info[:2])"


def peers_python() -> str:
    """The interpreter that has the peers; the first time, their packages are installed."""
    return _made(sys.executable, sys.version_info[:2], _PINNED)


def admin_python() -> str:
    """The interpreter that has the newest Django; with none of this machine that takes it, that of the other peers."""
    for python, version in _interpreters():
        if version >= _OLDEST_FOR_ADMIN:
            try:
                return _made(python, version, _PINNED_ADMIN)
            except subprocess.CalledProcessError:
                continue  # it cannot make environments
    print("No Python 3.12 or later here: the pages of Django are those of 5.2.", flush=True)
    return peers_python()


def _interpreters() -> Iterator[tuple[str, tuple[int, int]]]:
    named = [sys.executable, *(shutil.which(f"python3.{minor}") for minor in (14, 13, 12)), "/usr/bin/python3"]
    kept = sorted(Path.home().glob(".pyenv/versions/*/bin/python"))
    for python in (*filter(None, named), *map(str, kept)):
        found = subprocess.run([python, "-c", _SAYS_ITS_VERSION], capture_output=True, text=True, check=False)
        if found.returncode == 0:
            major, minor = map(int, found.stdout.split())
            yield python, (major, minor)


def _made(interpreter: str, version: tuple[int, int], pinned: Path) -> str:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    name = f"{version[0]}.{version[1]}-{hashlib.sha256(pinned.read_bytes()).hexdigest()[:12]}"
    folder = cache / "mdo-bench" / name
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        print("Installing the peers of the comparison (once)…", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([interpreter, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--no-deps", "-r", str(pinned)], check=True)
        subprocess.run([str(python), "-m", "pip", "check"], check=True, stdout=subprocess.DEVNULL)
        ready.touch()
    return str(python)
