"""The words of what the kernel keeps itself: jobs, journal, settings, deadlines."""

from enum import StrEnum

from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.kinds import Bucket, Keeper, WhoseDeadlines
from mdo.kernel.rights.roles import ROLES, RoleCode
from mdo.kernel.scope.limits import Reach
from models.deadlines import DeadlineRule, PutOff
from models.freshness import Confirmation
from models.jobs import Job, JobState
from models.journal import ChangeAction, Door
from models.preferences import ColourTheme, ImportAnswer, ImportMapping, Preference, SavedView

# Singular, plural.
TABLES: dict[type, tuple[str, str]] = {
    DeadlineRule: (N_("Rule of deadlines"), N_("Rules of deadlines")),
    PutOff: (N_("Deadline put off"), N_("Deadlines put off")),
    Preference: (N_("Preferences"), N_("Preferences")),
    SavedView: (N_("Saved view"), N_("Saved views")),
    ImportAnswer: (N_("Answer kept for my imports"), N_("Answers kept for my imports")),
    ImportMapping: (N_("Column of my workbooks"), N_("Columns of my workbooks")),
    Job: (N_("Job"), N_("My jobs")),
    Confirmation: (N_("Confirmation"), N_("Confirmations")),
}

FIELDS: dict[type, dict[str, str]] = {
    DeadlineRule: {
        "kind": N_("Kind"),
        "label": N_("Label"),
        "days_before": N_("Days before"),
        "role": N_("Sent to"),
        "role_id": N_("Sent to"),
        "is_active": N_("Active rule"),
        "may_put_off": N_("May be put off"),
    },
    PutOff: {
        "kind": N_("Kind"),
        "row_id": N_("Number of the record"),
        "title": N_("Who or what"),
        "due_on": N_("Original day"),
        "put_off_to": N_("Put off to"),
        "reason": N_("Reason"),
        "user": N_("Put off by"),
        "user_id": N_("Put off by"),
        "instance_id": N_("Number of the body"),
    },
    Preference: {
        "user": N_("Account"),
        "user_id": N_("Account"),
        "locale": N_("Language"),
        "theme": N_("Theme"),
        "page_size": N_("Rows per page"),
        "receives_digest": N_("Daily digest"),
        "has_shortcuts": N_("Shortcut / for the search"),
        "shares_evenings": N_("Evening hours shared"),
        "has_compact_rows": N_("Compact rows"),
        "pins": N_("Pinned to the menu"),
        "welcome_folded": N_("“Where things stand” folded"),
    },
    SavedView: {
        "user": N_("Owner"),
        "user_id": N_("Owner"),
        "list_name": N_("List"),
        "name": N_("Name of the view"),
        "query": N_("Search, filters and columns"),
        "role": N_("Shared with"),
        "role_id": N_("Shared with"),
        "is_default": N_("Opens with the list or report"),
    },
    ImportAnswer: {
        "user": N_("Owner"),
        "user_id": N_("Owner"),
        "key": N_("Question"),
        "value": N_("Value in the workbook"),
        "header": N_("Header in the workbook"),
        "answer": N_("What it stands for"),
        "role": N_("Shared with"),
        "role_id": N_("Shared with"),
    },
    ImportMapping: {
        "user": N_("Owner"),
        "user_id": N_("Owner"),
        "kind": N_("Kind of import"),
        "header_key": N_("Header, case and accents aside"),
        "header": N_("Header in the workbook"),
        "field": N_("What it says"),
    },
    Job: {
        "user_id": N_("Asked by"),
        "kind": N_("Kind"),
        "label": N_("Work"),
        "locale": N_("Language"),
        "parameters": N_("Parameters"),
        "state": N_("State"),
        "attempt": N_("Attempt"),
        "progress": N_("Progress"),
        "message": N_("Step"),
        "result": N_("Result"),
        "error": N_("Error"),
        "worker": N_("Worker"),
        "created_at": N_("Asked on"),
        "started_at": N_("Begun"),
        "ended_at": N_("Ended"),
    },
    Confirmation: {
        "model": N_("Kind of record"),
        "row_id": N_("Number of the record"),
        "user": N_("Confirmed by"),
        "user_id": N_("Confirmed by"),
        "at": N_("Confirmed on"),
    },
}

LISTS: dict[type[StrEnum], dict[str, str]] = {
    JobState: {
        JobState.QUEUED: N_("Waiting"),
        JobState.RUNNING: N_("Under way"),
        JobState.DONE: N_("Done"),
        JobState.FAILED: N_("Failed"),
        JobState.CANCELLED: N_("Cancelled"),
    },
    Bucket: {
        Bucket.LATE: N_("Late"),
        Bucket.WEEK: N_("Within 7 days"),
        Bucket.MONTH: N_("Within 30 days"),
        Bucket.QUARTER: N_("Within 90 days"),
        Bucket.BEYOND: N_("Beyond 90 days"),
    },
    Keeper: {
        Keeper.TEAM: N_("The team"),
        Keeper.CLOSED: N_("account closed: the team answers for it"),
        Keeper.COVER: N_("cover"),
        Keeper.OUT_OF_SIGHT: N_("The team (away, and the cover has no right to it)"),
    },
    WhoseDeadlines: {
        WhoseDeadlines.MINE: N_("Mine"),
        WhoseDeadlines.TEAM: N_("My team’s"),
        WhoseDeadlines.PLACE: N_("My arrondissement’s"),
        WhoseDeadlines.ALL: N_("All"),
    },
    RoleCode: {role.code: role.label for role in ROLES},
    Reach: {
        Reach.NOTHING: N_("nothing by itself"),
        Reach.ROWS: N_("a few rows"),
        Reach.ELECTED: N_("own bodies"),
        Reach.ARRONDISSEMENTS: N_("own arrondissements and the whole city's rows"),
        Reach.EVERYTHING: N_("everything"),
    },
    Door: {
        Door.FORM: N_("on screen"),
        Door.BULK: N_("bulk change"),
        Door.IMPORT: N_("import"),
        Door.COMMAND: N_("command"),
        Door.RESTORE: N_("restore"),
        Door.UNDO: N_("undo"),
        Door.SIGN_IN: N_("sign-in"),
        Door.REPLY: N_("reply link"),
        Door.PUBLIC_PAGE: N_("public page"),
    },
    ChangeAction: {
        ChangeAction.CREATE: N_("created"),
        ChangeAction.UPDATE: N_("changed"),
        ChangeAction.DELETE: N_("deleted"),
    },
    ColourTheme: {
        ColourTheme.SYSTEM: N_("As my device"),
        ColourTheme.LIGHT: N_("Light"),
        ColourTheme.DARK: N_("Dark"),
    },
}

HELP: dict[type, dict[str, str]] = {
    SavedView: {
        "role": N_("Empty: for you alone. Each reader sees through it the rows of their own arrondissements."),
        "is_default": N_("The list or report then opens so for you; all its rows stay one click away."),
    },
}
