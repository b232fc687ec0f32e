"""The words that are searched of what the kernel keeps itself, and what is found of it from every page."""

from mdo.kernel.search.kinds import Kind, small
from mdo.kernel.search.sources import Source
from models.deadlines import DeadlineRule
from models.jobs import Job
from models.journal import AccessLog, JournalEntry
from models.preferences import SavedView

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, Source] = {
    JournalEntry: Source(("actor_name", "summary")),
    AccessLog: Source(("user_name", "what", "filters")),
    DeadlineRule: Source(("label",)),
    SavedView: Source(("name", "user.first_name", "user.last_name")),
    Job: Source(("label", "user.first_name", "user.last_name")),
}

FOUND = (Kind(470, DeadlineRule, title=DeadlineRule.label, order=(small(DeadlineRule.label),)),)
