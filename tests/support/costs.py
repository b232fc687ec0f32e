"""What each test costs: CPU seconds of its process, of all that it started and of its PostgreSQL server.

    make test ARGS="--costs var/costs.jsonl"

writes a line a test; `python -m tests.support.costs var/costs.jsonl` adds them up by folder. Seconds of CPU, not of
wall: they are about the same on a busy machine.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

_TICKS = os.sysconf("SC_CLK_TCK")
_roots: set[int] = {os.getpid()}


def also_counts(pid: int) -> None:
    """Counts the processes of a server that this process has started and that is not its child."""
    _roots.add(pid)


def cpu_of_tree() -> float:
    """CPU seconds used so far by these processes, their children and the children that have ended."""
    total, ahead = 0.0, list(_roots)
    while ahead:
        process = Path(f"/proc/{ahead.pop()}")
        try:
            total += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:15])) / _TICKS
            for thread in (process / "task").iterdir():
                ahead += map(int, (thread / "children").read_text().split())
        except OSError:
            continue  # it ended meanwhile: its parent counts it
    return total


class Costs:
    """Notes what each test has used, its fixtures included."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._before = 0.0  # what was imported and collected is on the account of the first test

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        try:
            return (yield)
        finally:
            self._note(item.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self._note(f"start and end/{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")

    def _note(self, name: str) -> None:
        now = cpu_of_tree()
        # A server that was killed takes what it had used with it: what came before was noted already.
        seconds, self._before = max(now - self._before, 0.0), now
        with self._file.open("a") as lines:  # one short line: several processes may write
            lines.write(json.dumps([name, round(seconds, 2)]) + "\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--costs", help="file to which each test adds a line: its name, the CPU seconds that it used")


def pytest_configure(config: pytest.Config) -> None:
    file = config.getoption("--costs")
    if file and (hasattr(config, "workerinput") or not config.getoption("numprocesses", None)):
        config.pluginmanager.register(Costs(Path(file).absolute()), "mdo-costs")


def main(file: str, depth: int = 2) -> None:
    """Prints the sums by folder, or by file (`depth` 3), the dearest first."""
    sums: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for line in Path(file).read_text().splitlines():
        name, seconds = json.loads(line)
        place = "/".join(name.split("::")[0].split("/")[:depth])
        sums[place] += seconds
        counts[place] += 1
    for place, seconds in sums.most_common():
        sys.stdout.write(f"{seconds:9.1f} s  {counts[place]:6d} tests  {place}\n")
    sys.stdout.write(f"{sums.total():9.1f} s  {counts.total():6d} tests\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
