"""What is written down, locked and taken back."""

from tests.faults.fault import Fault

JOURNAL = (
    Fault(
        name="every change of a row is in the journal",
        file="mdo/journal/recorder.py",
        before='    event.listen(sessions, "after_flush", _write)\n',
        after="",
        caught_by=("tests/journal/test_journal.py",),
    ),
)
