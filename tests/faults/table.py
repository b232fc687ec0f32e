"""The table of faults, by subject."""

from tests.faults.blind import BLIND
from tests.faults.calls import CALLS
from tests.faults.covers import COVERS
from tests.faults.dates import DATES
from tests.faults.days import DAYS
from tests.faults.documents import DOCUMENTS
from tests.faults.events import EVENTS
from tests.faults.fault import Fault
from tests.faults.files import FILES
from tests.faults.journal import JOURNAL
from tests.faults.kept import KEPT
from tests.faults.law import LAW
from tests.faults.live_links import LIVE_LINKS
from tests.faults.projects import PROJECTS
from tests.faults.readiness import READINESS
from tests.faults.replies import REPLIES
from tests.faults.rights import RIGHTS
from tests.faults.screens import SCREENS
from tests.faults.sent import SENT
from tests.faults.series import SERIES
from tests.faults.shapes import SHAPES
from tests.faults.week import WEEK
from tests.faults.written import WRITTEN

FAULTS: tuple[Fault, ...] = (
    *RIGHTS, *JOURNAL, *LAW, *DAYS, *FILES, *KEPT, *SCREENS, *SHAPES, *LIVE_LINKS, *BLIND, *WRITTEN, *SERIES,
    *SENT, *COVERS, *DATES, *READINESS, *WEEK, *PROJECTS, *REPLIES, *DOCUMENTS, *CALLS,
    *EVENTS,
)  # fmt: skip
