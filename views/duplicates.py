"""The queue of possible duplicates on screen: two people, or one whose two rows are merged."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from mdo.context import through
from mdo.errors import RuleViolation
from mdo.labels import FIELD_LABELS
from mdo.messages import N_
from mdo.people.columns import DUPLICATE_COLUMNS
from mdo.people.duplicates import reasons_of
from mdo.people.merging import merge
from models.journal import Door
from models.people import DuplicateCandidate, DuplicateState, Person
from views.base.actions import BulkSpec
from views.base.database import db
from views.base.filters import EnumFilter
from views.base.integrity import violation_of
from views.base.pages import Link
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import value_in_words


def _say_distinct(view: BackofficeView, rows: Sequence[DuplicateCandidate]) -> Response:
    through(db.session, Door.BULK, gettext("Not duplicates: %(count)d", count=len(rows)))
    for row in rows:
        row.state = DuplicateState.DISTINCT
    entry_id = commit_undoable()
    flash_undoable(gettext("Rows changed: %(count)d.", count=len(rows)), entry_id)
    return redirect(view.back_to_list())


class DuplicateView(BackofficeView):
    """The mission's queue of people who may be one and the same."""

    model = DuplicateCandidate
    route_base = "/doublons"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit"}
    columns = DUPLICATE_COLUMNS
    order = ("score", "desc")
    sections = ((N_("Possible duplicate"), ("person", "other", "score", "state")),)
    read_only = frozenset({"person", "other", "score", "state"})
    filters = (
        EnumFilter("state", FIELD_LABELS[DuplicateCandidate]["state"], DuplicateState, DuplicateCandidate.state),
    )
    bulk = (
        BulkSpec(
            "distinct",
            N_("These are different people"),
            "can_edit",
            _say_distinct,
            confirm=N_("Take the ticked pairs off the queue?"),
            icon="people",
        ),
    )
    intro = N_("Two rows that may be one person, found when a row was created. Open both before you decide.")

    def subtitle(self, row: DuplicateCandidate) -> str:
        return value_in_words(reasons_of(row))

    def record_actions(self, row: DuplicateCandidate) -> tuple[Link, ...]:
        links = [
            Link(
                gettext("Merge and keep « %(name)s » (no. %(number)d)", name=person, number=person.id),
                self.url("merge_rows", pk=row.id),
                "person-plus",
                is_post=True,
                confirm=gettext("Merge both rows into this one? It can be undone from the journal."),
                fields=(("keep", str(person.id)),),
            )
            for person in (row.person, row.other)
            if self.may("can_edit") and self.may_change(row)
        ]
        if links:
            links.append(
                Link(
                    gettext("These are different people"),
                    self.url("bulk_action"),
                    "people",
                    is_post=True,
                    fields=(("action", "distinct"), ("confirmed", "1"), ("rowid", str(row.id))),
                )
            )
        return (*links, *super().record_actions(row))

    @expose("/merge/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def merge_rows(self, pk: int) -> Any:
        """Merges a pair into the row that is kept."""
        pair = self.fetch(pk)
        people = {str(person.id): person for person in (pair.person, pair.other)}
        kept = people.pop(request.form.get("keep", ""), None) or abort(400)
        (gone,) = people.values()
        through(db.session, Door.BULK, gettext("Merge: %(name)s", name=kept))
        try:
            moved = merge(db.session, kept, gone)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            violation = error if isinstance(error, RuleViolation) else violation_of(error, Person.__table__)
            flash(violation.text(gettext), "danger")
            return redirect(self.url("show", pk=pk))
        flash_undoable(gettext("Merged: %(name)s. Mandates moved: %(count)d.", name=kept, count=moved), entry_id)
        return redirect(url_for("PersonView.show", pk=kept.id))
