"""How far the product reads each workbook as it was sent: `python -m tests.kernel.imports.sent_scores [name…] [-v]`.

Prints a line a workbook; with names, all that differs in them, and with -v what the product says of each line too.
"""

import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

import mdo.domains  # noqa: F401  # what the domains declare
from tests.kernel.imports.sending.modules import modules
from tests.kernel.imports.sending.outcome import run
from tests.support import factories
from tests.support.databases import SqliteDatabase, folder_in_memory, make_template, open_to_all


def main(names: list[str], *, says_all: bool) -> None:
    """Runs them, each in a register of its own."""
    with folder_in_memory() as folder, ExitStack() as stack:
        make_template(folder)
        database = stack.enter_context(closing(SqliteDatabase(folder)))
        for name, module in modules().items():
            if names and not any(each in name for each in names):
                continue
            database.restore()
            start = time.process_time()
            with (
                open_to_all(database.engine) as session,
                factories.writing_to(session),
                tempfile.TemporaryDirectory() as files,
            ):
                outcome = run(session, module, Path(files))
            seconds = time.process_time() - start
            told = outcome.screen(says_all=says_all) if names else f"{name}: {outcome.right} of {len(outcome.lines)}"
            mark = "whole" if outcome.is_whole else f"{len(outcome.whole)} of the file"
            asked = f"{len(outcome.given.answers)} answers in {outcome.given.rounds} rounds"
            sys.stdout.write(f"{told}  [{mark}, {asked}, {seconds:.1f} s]\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main([each for each in sys.argv[1:] if each != "-v"], says_all="-v" in sys.argv)
