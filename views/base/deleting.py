"""What is promised of a deletion: whoever deletes a row puts it back herself, where deleted rows are listed."""

from flask import url_for

from views.base.actions import BulkSpec
from views.base.catalogues import gettext
from views.base.pages import Link


def delete_question(what: str) -> str:
    """The question before the deletion of a row."""
    return gettext("Delete « %(what)s »?", what=what) + " " + how_restored()


def how_restored() -> str:
    """How what is deleted comes back."""
    return gettext("For 90 days you can take this deletion back yourself, from « Deleted rows » in the settings.")


def deleted_link() -> Link:
    """Where deleted rows are listed."""
    return Link(gettext("Deleted rows"), url_for("DeletedView.list"), "trash")


def bulk_question(spec: BulkSpec) -> str:
    """The question before a bulk action."""
    question = gettext(spec.confirm)
    return f"{question} {how_restored()}" if spec.permission == "can_delete" else question
