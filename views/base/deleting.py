"""What is promised of a deletion, to who may keep the promise herself and to who asks the mission for it."""

from views.base.actions import BulkSpec
from views.base.catalogues import gettext
from views.security.gate import may


def delete_question(what: str) -> str:
    """The question before the deletion of a row."""
    return gettext("Delete « %(what)s »?", what=what) + " " + how_restored()


def how_restored() -> str:
    """How what is deleted comes back: from the journal, by who has it; a référent asks the mission after an hour."""
    if may("can_undo", "JournalView"):
        return gettext("This can be restored from the journal for 90 days.")
    return gettext("You can take this back within the hour; after it, the mission restores it for 90 days: ask it.")


def bulk_question(spec: BulkSpec) -> str:
    """The question before a bulk action."""
    question = gettext(spec.confirm)
    return f"{question} {how_restored()}" if spec.permission == "can_delete" else question
