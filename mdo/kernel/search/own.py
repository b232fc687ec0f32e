"""The words that are searched of what the kernel keeps itself, and what is found of it from every page."""

from mdo.kernel.search.kinds import SearchKind, small
from mdo.kernel.search.sources import SearchSource
from models.deadlines import DeadlineRule
from models.jobs import Job
from models.journal import AccessLog, JournalEntry
from models.preferences import SavedView

# The words that are searched: see mdo/kernel/search/sources.py.
SEARCHED: dict[type, SearchSource] = {
    JournalEntry: SearchSource(("actor_name", "summary")),
    AccessLog: SearchSource(("user_name", "what", "filters")),
    DeadlineRule: SearchSource(("label",)),
    SavedView: SearchSource(("name", "user.first_name", "user.last_name")),
    Job: SearchSource(("label", "user.first_name", "user.last_name")),
}

FOUND = (SearchKind(470, DeadlineRule, title=DeadlineRule.label, order=(small(DeadlineRule.label),)),)
