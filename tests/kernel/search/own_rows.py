"""Rows of what the kernel keeps that fill all the columns of text of its lists: see tests/kernel/search/rows.py."""

from collections.abc import Callable
from typing import Any

from models.base import utc_now
from models.deadlines import DeadlineRule
from models.jobs import Job
from models.journal import AccessLog, ChangeAction, JournalChange, JournalEntry
from models.preferences import SavedView
from tests.accounts.search_rows import account_row
from tests.support import factories as make


def rule_row() -> DeadlineRule:
    return make.DeadlineRuleFactory(kind="invented", label="Échéance Inventée", role=make.RoleFactory(name="referent"))


def view_row() -> SavedView:
    return make.SavedViewFactory(name="Échus d’été", user=account_row(), role=make.RoleFactory(name="admin"))


def job_row() -> Job:
    return make.JobFactory(label="Import : Élus d’août.xlsx", user=account_row())


def merging_row() -> JournalEntry:
    """An operation of which something may be read: others are not listed."""
    entry: JournalEntry = make.JournalEntryFactory(actor_name="Agnès Roussel", summary="Fusion : Émile Lefèvre")
    make.JournalChangeFactory(entry=entry)
    return entry


def deleted_row() -> JournalChange:
    entry = make.JournalEntryFactory(actor_name="Agnès Roussel", at=utc_now())
    gone = {"model": "Person", "row_id": 1_000_000, "action": ChangeAction.DELETE, "label": "Émile Lefèvre"}
    change: JournalChange = make.JournalChangeFactory(entry=entry, **gone)
    return change


ROWS: dict[type, tuple[Callable[[], Any], ...]] = {
    JournalEntry: (merging_row,),
    DeadlineRule: (rule_row,),
    SavedView: (view_row,),
    Job: (job_row,),
    JournalChange: (deleted_row,),
    AccessLog: (lambda: make.AccessLogFactory(user_name="Agnès Roussel", what="Fermées", filters="État : fermé"),),
}
