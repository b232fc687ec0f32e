"""What the phone page of an attendance needs to be kept on its device: static/js/attendance-worker.js."""

from functools import cache
from pathlib import Path

from models.base import utc_now

_SCRIPT = Path(__file__).parents[2] / "static" / "js" / "attendance-worker.js"


@cache
def worker_script() -> str:
    """The script of the worker, the same for all meetings."""
    return _SCRIPT.read_text(encoding="utf-8")


def moment_in_ms() -> int:
    """Now, in milliseconds since 1970: what a kept page says is older than the answers received since."""
    return int(utc_now().timestamp() * 1000)
