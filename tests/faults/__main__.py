"""Runs the tests that the table names, then the same with each fault: `python -m tests.faults [words…]`.

The faults are put into copies of the tracked files, two at a time. A fault is caught by a test that fails; one that no
test can even start with proves nothing, and the tests of the night are not asked: what is guarded is guarded by day.
"""

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import datetime
from pathlib import Path
from subprocess import PIPE, STDOUT

from tests.faults.fault import Change, Fault
from tests.faults.table import FAULTS

ROOT = Path(__file__).parents[2]
JOBS = 2
SECONDS = 1800
"""After which a run is stopped: a fault that hangs is not one that a test has named."""
_FAILED = re.compile(r"^FAILED (\S+)", re.MULTILINE)


def say(line: str) -> None:
    """Prints at once: each line is the news of some ten seconds."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def copied(folder: Path) -> Path:
    """The tracked files as they stand, with what git leaves out and the tests need."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    compiled = [path.relative_to(ROOT) for path in ROOT.glob("translations/*/LC_MESSAGES/*.mo")]
    for name in (*filter(None, listed.split("\0")), *compiled):
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    return folder


def run(tree: Path, tests: Iterable[str], *options: str) -> tuple[int, str]:
    """The status of pytest, and all that it said."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not night", *options, *tests]
    environment = os.environ | {"COLUMNS": "400"}  # names of tests are not cut
    with subprocess.Popen(command, cwd=tree, env=environment, stdout=PIPE, stderr=STDOUT, text=True) as process:
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)  # pytest takes its databases along
            said, _ = process.communicate(timeout=SECONDS)
            return -1, f"{said}\nstopped after {SECONDS} s"
    return process.returncode, said


def _end_of(said: str) -> str:
    return "\n".join(line.rstrip() for line in said.splitlines())[-3000:]


def put(tree: Path, changes: Iterable[Change]) -> Callable[[], None]:
    """Puts a fault into a copy; gives what takes it away again."""
    kept = {change.file: (tree / change.file).read_text(encoding="utf-8") for change in changes}
    for file, before, after in changes:
        text = (tree / file).read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{file}: « {before} » must occur once"
        (tree / file).write_text(text.replace(before, after), encoding="utf-8")

    def take_away() -> None:
        for file, text in kept.items():
            (tree / file).write_text(text, encoding="utf-8")

    return take_away


def passes(tests: list[str], trees: "queue.Queue[Path]") -> bool:
    """Whether these tests pass as the product is."""
    tree = trees.get()
    try:
        status, said = run(tree, tests)
    finally:
        trees.put(tree)
    say(f"{_end_of(said)}\n(pytest ends with {status})" if status else f"clean: {said.strip().splitlines()[-1]}")
    return status == 0


def tried(fault: Fault, trees: "queue.Queue[Path]") -> bool:
    """Whether a test fails with the fault; says which."""
    tree = trees.get()
    start = datetime.now()  # noqa: DTZ005  # the difference of two moments of this process
    take_away = put(tree, fault.changes)
    try:
        status, said = run(tree, fault.caught_by, "-x", "--tb=short")
    finally:
        take_away()
        trees.put(tree)
    seconds = (datetime.now() - start).total_seconds()  # noqa: DTZ005  # the same
    failed = _FAILED.search(said) if status == 1 else None
    if failed:
        say(f"caught {seconds:5.0f} s  {fault.name}  ← {failed[1]}")
    else:
        say(f"UNSEEN {seconds:5.0f} s  {fault.name}  (pytest ends with {status})\n{_end_of(said)}")
    return failed is not None


def main(words: list[str]) -> int:
    """The clean run, then the faults whose name or file holds one of the words (all of them without)."""
    chosen = [
        fault
        for fault in FAULTS
        if not words or any(word.lower() in f"{fault.name} {fault.file}".lower() for word in words)
    ]
    tests = sorted({test for fault in chosen for test in fault.caught_by})
    tests = [test for test in tests if test.partition("::")[0] == test or test.partition("::")[0] not in tests]
    with tempfile.TemporaryDirectory(prefix="mdo-faults-") as folder, ThreadPoolExecutor(JOBS) as pool:
        trees: queue.Queue[Path] = queue.Queue()
        for number in range(JOBS):
            trees.put(copied(Path(folder) / str(number)))
        clean = [pool.submit(passes, tests[number::JOBS], trees) for number in range(JOBS) if tests[number::JOBS]]
        if not all(answer.result() for answer in clean):
            say("The tests fail without any fault: nothing is proved.")
            return 1
        answers = [pool.submit(tried, fault, trees) for fault in chosen]
        unseen = sum(not answer.result() for answer in as_completed(answers))
    say(f"{len(chosen)} faults, {unseen} unseen")
    return int(bool(unseen) or not chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
