"""The queue of possible duplicates on screen: two people, or one whose two rows are merged."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.columns import DUPLICATE_COLUMNS
from mdo.people.duplicates import reasons_of
from mdo.people.fields import DUPLICATE_CANDIDATE
from mdo.people.mandates import status_of
from mdo.people.merging import Merged, merge
from models.instances import Instance
from models.journal import Door
from models.people import DuplicateCandidate, DuplicateState, Mandate, Person
from views.base.actions import BulkSpec
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.filters import filters_of
from views.base.integrity import violation_of
from views.base.pages import Cell, Link, Panel
from views.base.record import fact
from views.base.undoing import commit_undoable, flash_undoable
from views.base.view import BackofficeView
from views.base.words import value_in_words
from views.people.screens import PersonView


def reasons_in_words(reasons: str) -> str:
    """What is stored of a pair of look-alikes, as it is said."""
    return value_in_words(reasons_of(DuplicateCandidate(reason=reasons)))


def _say_distinct(view: BackofficeView, rows: Sequence[DuplicateCandidate]) -> Response:
    through(db.session, Door.BULK, gettext("Not duplicates: %(count)d", count=len(rows)))
    for row in rows:
        row.state = DuplicateState.DISTINCT
    entry_id = commit_undoable()
    flash_undoable(gettext("Rows changed: %(count)d.", count=len(rows)), entry_id)
    return redirect(view.back_to_list())


def _in_words(kept: Person, moved: Merged) -> str:
    text = gettext("Merged: %(name)s. Mandates moved: %(count)d.", name=kept, count=moved.mandates)
    if moved.attendances:
        text += " " + gettext("Lines of attendance moved: %(count)d.", count=moved.attendances)
    if moved.doubled:
        text += " " + ngettext(
            "For %(num)d meeting that had convened both, the line that was marked is kept.",
            "For %(num)d meetings that had convened both, the line that was marked is kept.",
            moved.doubled,
        )
    return text


class DuplicateView(BackofficeView):
    """The mission's queue of people who may be one and the same."""

    model = DuplicateCandidate
    route_base = "/doublons"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "edit"}
    columns = DUPLICATE_COLUMNS
    order = ("score", "desc")
    filters = filters_of(DUPLICATE_CANDIDATE, "state")
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

    def extra_loads(self) -> Sequence[Any]:
        return tuple(
            joinedload(person).joinedload(relation)
            for person in (DuplicateCandidate.person, DuplicateCandidate.other)
            for relation in (Person.arrondissement, Person.organisation)
        )

    def status(self, row: DuplicateCandidate) -> Cell:
        tone = "warn" if row.state is DuplicateState.OPEN else "muted"
        return Cell("state", gettext(FIELD_LABELS[DuplicateCandidate]["state"]), value_in_words(row.state), tone=tone)

    def lead(self, row: DuplicateCandidate) -> Panel:
        """Both people side by side, in place of the facts of the pair."""
        people = (row.person, row.other)
        mandates = self._mandates(people)
        may_open = self.may("can_show", "PersonView")
        return Panel(
            gettext("Both records"),
            "people/duplicate.html",
            {
                "score": row.score,
                "sides": tuple(
                    {
                        "name": str(person),
                        "number": person.id,
                        "url": url_for("PersonView.show", pk=person.id) if may_open else None,
                        "keep": self._keep(row, person),
                        "mandates": mandates.get(person.id, ()),
                    }
                    for person in people
                ),
                "lines": self._compared(people),
            },
        )

    def _keep(self, row: DuplicateCandidate, person: Person) -> Link | None:
        if not (self.may("can_delete") and self.may_change(row)):
            return None  # a merge deletes a person
        return Link(
            gettext("Merge and keep « %(name)s » (no. %(number)d)", name=person, number=person.id),
            self.url("merge_rows", pk=row.id),
            "person-plus",
            is_post=True,
            confirm=gettext("Merge both rows into this one? It can be undone from the journal."),
            fields=(("keep", str(person.id)),),
        )

    def _compared(self, people: Sequence[Person]) -> tuple[tuple[str, tuple[Cell, ...], str], ...]:
        """Each field that one of them has filled in: its label, both values, and same, different or one_only."""
        hidden = frozenset() if self.reads_personal() else PersonView.personal
        may_open = lambda view: self.may("can_show", view)  # noqa: E731  # a one-line closure over the rights
        lines = []
        for name in (name for _, names in PersonView.sections for name in names if name not in hidden):
            cells = tuple(fact(person, name, may_open) for person in people)
            texts = {cell.text for cell in cells}
            if texts != {""}:
                is_same = getattr(people[0], name) == getattr(people[1], name)  # two years may share a band
                state = "same" if is_same else "one_only" if "" in texts else "different"
                lines.append((cells[0].label, cells, state))
        return tuple(lines)

    def _mandates(self, people: Sequence[Person]) -> dict[int, tuple[str, ...]]:
        """The mandates of both in words, when the reader may list them."""
        if not self.may("can_list", "MandateView"):
            return {}
        today = context_of(db.session).today
        rows = db.session.scalars(
            select(Mandate)
            .where(Mandate.person_id.in_([person.id for person in people]))
            .options(joinedload(Mandate.instance).joinedload(Instance.type), joinedload(Mandate.function))
            .order_by(Mandate.start_on.desc(), Mandate.id)
        )
        found: dict[int, tuple[str, ...]] = {}
        for row in rows:
            words = f"{row.instance} – {row.function} ({value_in_words(status_of(row, today)).lower()})"
            found[row.person_id or 0] = (*found.get(row.person_id or 0, ()), words)
        return found

    def record_actions(self, row: DuplicateCandidate) -> tuple[Link, ...]:
        if not (self.may("can_edit") and self.may_change(row)) or row.state is not DuplicateState.OPEN:
            return super().record_actions(row)
        distinct = Link(
            gettext("These are different people"),
            self.url("bulk_action"),
            "people",
            "primary",
            is_post=True,
            fields=(("action", "distinct"), ("confirmed", "1"), ("rowid", str(row.id))),
        )
        return (distinct, *super().record_actions(row))

    @expose("/merge/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("delete")
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
        flash_undoable(_in_words(kept, moved), entry_id)
        return redirect(url_for("PersonView.show", pk=kept.id))
