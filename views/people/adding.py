"""The form of a new person: one who looks like someone in sight is asked about first, here as with a mandate."""

from collections.abc import Sequence
from typing import Any

from flask import g, redirect
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.people.duplicates import queue_duplicates, visible_duplicates
from models.journal import Door
from models.people import Person
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import add_violation, assign
from views.base.forms import RecordForm
from views.base.importable import ImportableView
from views.base.integrity import violation_of
from views.base.pages import FormSection
from views.base.undoing import commit_undoable, flash_undoable
from views.people.look_alikes import NAMESAKE, LookAlike, check_section, take_record, who_is_it


class NewPersonView(ImportableView):
    """A screen of people, which asks who someone new is before it creates a record."""

    def _init_forms(self) -> None:
        super()._init_forms()
        self.form_type = type("PersonForm", (self.form_type, LookAlike), {})

    def open_form(self, names: Sequence[str], row: Any = None, typed: Any = None) -> RecordForm:
        form = super().open_form(names, row, typed)
        if row is not None:
            del form[NAMESAKE]
        return form

    def instead_of_new(self, form: RecordForm, names: Sequence[str]) -> Any:
        """The question about those in sight who look alike; the record of the one that was chosen."""
        with db.session.no_autoflush:
            typed = self.new_row()
            for name in names:
                assign(typed, name, form[name].data)
            try:
                alike = visible_duplicates(db.session, typed)
            except OperationalError as busy:
                db.session.rollback()
                add_violation(form, violation_of(busy, Person.__table__))
                return self.add_page(form, names)
            who = who_is_it(form, alike)
            if who is None:
                return self.add_page(form, names)
            if who.person is not None:
                return self._use(form, who.person, typed, names)
        g.someone_else_than = who.others
        return None

    def _use(self, form: RecordForm, person: Person, typed: Person, names: Sequence[str]) -> Any:
        """Nobody is created: the record takes what it did not say, and is shown."""
        through(db.session, Door.FORM, gettext("Change: %(what)s", what=person))
        try:
            take_record(person, typed, names)
            entry_id = commit_undoable()
        except (RuleViolation, SQLAlchemyError) as error:
            db.session.rollback()
            refusal = error if isinstance(error, RuleViolation) else violation_of(error, Person.__table__)
            add_violation(form, refusal)
            return self.add_page(form, names)
        flash_undoable(gettext("Nobody was created: here is the record of %(name)s.", name=person), entry_id)
        return redirect(self.saved_url(person))

    def more_sections(self, form: RecordForm) -> tuple[FormSection, ...]:
        return check_section(form)

    def write_along(self, row: Person) -> None:
        queue_duplicates(db.session, row, g.get("someone_else_than", ()))
