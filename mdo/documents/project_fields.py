"""The fields that the templates of projects may print: the note of one, and the list of all."""

from mdo.documents.field import PaperField
from mdo.kernel.base.messages import N_


def _list(key: str, meaning: str, *rows: tuple[str, str]) -> PaperField:
    return PaperField(key, meaning, tuple(PaperField(name, words) for name, words in rows))


_SUMS = (
    PaperField("has_money", N_("« yes » for who may read amounts; else empty")),
    PaperField("foreseen", N_("Planned, with tax")),
    PaperField("committed", N_("Committed, with tax")),
    PaperField("committed_excl_tax", N_("Committed, before tax")),
    PaperField("spent", N_("Invoiced, with tax")),
    PaperField("settled", N_("Paid, with tax")),
    PaperField("uncommitted", N_("Planned and not committed, with tax")),
)
_DATED = (("text", N_("What it is")), ("day", N_("Day")), ("who", N_("Who answers for it")), ("state", N_("State")))

PROJECT_FIELDS = (
    PaperField("title", N_("Title of the project")),
    PaperField("kind", N_("Kind of project, in words")),
    PaperField("state", N_("State, in words")),
    PaperField("made_on", N_("Day when the paper was made")),
    PaperField("objective", N_("Objective")),
    PaperField("plan_action", N_("Action of the plan de mandat")),
    PaperField("participation", N_("Level of participation")),
    PaperField("lead", N_("Lead")),
    PaperField("team", N_("Team")),
    PaperField("partners", N_("Partners")),
    PaperField("served", N_("Bodies and mairies served")),
    PaperField("begins_on", N_("Starts on")),
    PaperField("closes_on", N_("Ends on (planned)")),
    PaperField("needs_next", N_("What it needs next")),
    _list("milestones", N_("Milestones"), *_DATED),
    _list("tasks", N_("Tasks"), *_DATED),
    *_SUMS,
    _list(
        "budget",
        N_("Budget lines"),
        ("exercise", N_("Exercise")),
        ("text", N_("What for")),
        ("amount", N_("Planned (€ with tax)")),
        ("carried", N_("Carried over to the next exercise (€ with tax)")),
        ("number", N_("Commitment number")),
        ("last_order", N_("Last day for orders")),
    ),
    PaperField("lessons", N_("Lessons")),
)
PROJECTS_FIELDS = (
    PaperField("made_on", N_("Day when the paper was made")),
    _list(
        "projects",
        N_("Projects"),
        ("title", N_("Title of the project")),
        ("kind", N_("Kind of project, in words")),
        ("state", N_("State, in words")),
        ("lead", N_("Lead")),
        ("closes_on", N_("Ends on (planned)")),
        ("needs_next", N_("What it needs next")),
        ("foreseen", N_("Planned, with tax")),
        ("committed", N_("Committed, with tax")),
        ("spent", N_("Invoiced, with tax")),
    ),
    *_SUMS,
)
