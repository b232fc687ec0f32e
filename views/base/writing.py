"""The forms of a screen over a table; deletion and bulk actions come from `RemovingView`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from flask import abort, flash, redirect, request
from flask_appbuilder import expose, has_access
from sqlalchemy import inspect

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.help import SECTION_HELP
from mdo.kernel.labels import field_label
from mdo.kernel.rules.row_rules import check_row
from models.journal import Door
from views.base.catalogues import gettext, ngettext
from views.base.coming_back import at_row, came_from
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, save_new, sign_opening
from views.base.fields import RelationField, posted_ids
from views.base.forms import RecordForm, form_data
from views.base.kept import KEPT, keeps_typing, typed_again
from views.base.pages import Crumb, FormPage, FormSection, Panel
from views.base.prefill import fill_from_address, fill_from_values, fill_only_arrondissement
from views.base.relations import Relation
from views.base.removing import RemovingView
from views.base.rendering import render
from views.base.series import Step, step_of
from views.base.undoing import flash_undoable

ANOTHER, NEXT = "another", "next"
# What answers the question of `asked_first`; and what each page gives anew.
ANSWERED = "answered"
_OF_PAGE = ("csrf_token", "once", ANSWERED)


def section_help(title: str) -> str:
    """The sentence under the title of a section, or nothing."""
    return gettext(SECTION_HELP[title]) if title in SECTION_HELP else ""


class WritingView(RemovingView):
    """Creates, changes and deletes rows: by POST alone, in scope, with the lock, losing nothing that was typed."""

    # ---- Forms --------------------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @keeps_typing
    def add(self) -> Any:
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields())
        typed = typed_again()
        form = self.open_form(names, typed=typed)
        if request.method == "POST" and typed is None:
            through(db.session, Door.FORM, gettext("Creation: %(what)s", what=gettext(self.singular)))
            if form.validate():
                asked = self.asked_first(form, None)
                if asked:
                    return self._ask(asked, self.url("add"), self.url("list"))
                instead = self.instead_of_new(form, names)
                if instead is not None:
                    return instead
                outcome = save_new(form, self.new_row(), names, self._check_new, self.write_along)
                if outcome.row is not None:
                    self.tell_saved(outcome)
                    if request.form.get("then") == ANOTHER:
                        return redirect(self.url("add", after=outcome.row.id))
                    return redirect(self.saved_url(outcome.row))
        elif typed is None:
            self.preset(form)
        return self.add_page(form, names)

    def add_page(self, form: RecordForm, names: Sequence[str]) -> Any:
        """The form of a new row."""
        title = gettext("Add: %(what)s", what=gettext(self.singular))
        return self.render_form(
            form, names, title, self.url("add"), self.url("list"), another_label=gettext("Save and add another")
        )

    def instead_of_new(self, form: RecordForm, names: Sequence[str]) -> Any:
        """What is answered in place of a new row: a question, or the row that is there already; mostly nothing."""
        return None

    def new_row(self) -> Any:
        """An empty row to fill."""
        return self.model()

    def check(self, row: Any) -> None:
        """The rules of the trade on a row about to be written, once completed. Raises RuleViolation."""
        self.complete(row)
        check_row(db.session, row, context_of(db.session).today)

    def complete(self, row: Any) -> None:
        """What a form does not ask and a row has: its number, its owner. Raises RuleViolation."""

    def _check_new(self, row: Any) -> None:
        """The rules, then the row's own name in the journal: it has one only once it is filled."""
        self.check(row)
        what = f"{gettext(self.singular)} – {row}"
        through(db.session, Door.FORM, gettext("Creation: %(what)s", what=what))

    def write_along(self, row: Any) -> None:
        """What is written with a row once it is flushed, in its transaction and its journal entry."""

    def after_save(self, row: Any) -> None:
        """What is said once a row is saved: nothing is written any more."""

    def tell_saved(self, outcome: SaveOutcome) -> None:
        """What is said of a save, with « Undo »."""
        self.after_save(outcome.row)
        flash_undoable(gettext("Saved: %(what)s.", what=self.title_of(outcome.row)), outcome.entry_id)

    def saved_url(self, row: Any) -> str:
        """Where a reader goes once a row is saved: to its own page."""
        return self.url("show", pk=row.id)

    def preset(self, form: RecordForm) -> None:
        """Fills an empty form: from a row to copy (`?copy=7`), the row just saved (`?after=7`), or the address."""
        for argument, names in (("copy", self.copied), ("after", self.carried)):
            for row_id in posted_ids(request.args.getlist(argument))[:1]:
                row = self.fetch(row_id, with_facts=False)
                values = form_data(row, [name for name in names if name in form])
                fill_from_values(form, {**values, **(self.next_values(row) if argument == "after" else {})})
        fill_from_address(form, request.args.items())
        fill_only_arrondissement(form)
        for name in () if request.args.getlist("copy") else self.whose_at_first:
            if name in form and not form[name].data:
                form[name].take([context_of(db.session).actor_id])

    # The fields of who answers for a new row, a copy aside: who creates it, until changed.
    whose_at_first: ClassVar[tuple[str, ...]] = ()

    def next_values(self, row: Any) -> Mapping[str, Any]:
        """What the form after this row offers besides `carried`: the number that follows."""
        return {}

    def more_sections(self, form: RecordForm) -> tuple[FormSection, ...]:
        """Sections of the form that are not of the row."""
        return ()

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """What is said under a field (`after`, in its data) from what a section holds; it never stops a save."""
        return None

    def about_day(self, names: Sequence[str], form: RecordForm) -> Panel | None:
        """What is said under a date (`after`, in its data) of the day that it holds; it never stops a save."""
        return None

    def is_folded(self, names: Sequence[str], form: RecordForm, row: Any) -> bool:
        """Whether a section with these fields is folded when the form opens; never one with something to correct."""
        return False

    def hints(self, row: Any) -> Mapping[str, str]:
        """What this record adds to the help of its fields."""
        return {}

    def open_form(self, names: Sequence[str], row: Any = None, typed: Any = None) -> RecordForm:
        """The form, bound to what is posted or was typed before, else to the row."""
        data = form_data(row, names) if row is not None else None
        form: RecordForm = self.form_type(data=data) if typed is None else self.form_type(formdata=typed, data=data)
        for name in self.form_fields:
            if name not in names:
                del form[name]
            elif row is not None and isinstance(form[name], RelationField):
                self._keep_on_offer(form[name], name, row)
        return form

    def _keep_on_offer(self, field: RelationField, name: str, row: Any) -> None:
        """What a row holds stays a choice of its form, though it is no longer offered (a closed account)."""
        mapped = inspect(self.model).relationships[name]
        relation = self.relations.get(name, Relation())
        target = None if mapped.uselist or relation.loads else getattr(row, name)
        if target is not None:
            field.known[target.id] = relation.label(target)

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    @keeps_typing
    def edit(self, pk: int) -> Any:
        typed = typed_again()
        is_post = request.method == "POST" and typed is None
        row = self.fetch(pk, for_update=is_post)
        if not self.may_change(row):
            abort(403)
        locked = self.locked_fields(row)
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields() and name not in locked)
        form = self.open_form(names, row, typed)
        outcome = SaveOutcome()
        if is_post:
            through(db.session, Door.FORM, gettext("Change: %(what)s", what=self.title_of(row)))
            if form.validate():
                asked = self.asked_first(form, row)
                if asked:
                    return self._ask(asked, self.url("edit", pk=pk), self.url("show", pk=pk))
                # Before it is saved: its place in the order may change.
                is_next = request.form.get("then") == NEXT
                step = step_of(self, pk, "edit", counts_skipped=True) if is_next else None
                outcome = save_changes(form, row, names, self.check, self.keeper(row), self.write_along)
                if outcome.row is not None:
                    self.tell_saved(outcome)
                    return redirect(self.next_url(step) if step is not None else self.return_url(outcome.row))
            form.opened.data = outcome.opened or request.form.get("opened", "")
        elif typed is None:
            form.opened.data = sign_opening(row, names)
        title = gettext("Edit: %(what)s", what=self.window_title(row))
        return self.render_form(
            form, names, title, self.url("edit", pk=pk), self.url("show", pk=pk), outcome, locked, row,
            step=step_of(self, pk, "edit"),
        )  # fmt: skip

    def return_url(self, row: Any) -> str:
        """Where a reader goes once a form on a row is saved: where she came from, else as `saved_url` says."""
        address = came_from()
        return at_row(self, address, row.id) if address else self.saved_url(row)

    def next_url(self, step: Step) -> str:
        """The form of the next record of the list that the reader may change; after the last one the list.

        How many were passed over, and that it was the last, is said.
        """
        if step.skipped:
            text = ngettext(
                "%(num)d record that you may not change was passed over.",
                "%(num)d records that you may not change were passed over.",
                step.skipped,
            )
            flash(text, "info")
        if step.next_url is None:
            last = N_("That was the last row of the list that you may change.")
            flash(gettext(last if step.skipped else N_("That was the last row of the list.")), "info")
        return step.next_url or step.list_url

    def asked_first(self, form: RecordForm, row: Any) -> str:
        """The question that a save of these values asks first, until it is answered; empty when nothing hangs on it."""
        return ""

    def _ask(self, question: str, action_url: str, cancel_url: str) -> Any:
        """The question as a page that sends again, with the answer, all that was typed."""
        db.session.rollback()
        sent = [(name, value) for name, value in request.form.items(multi=True) if name not in _OF_PAGE]
        title = gettext("Save: %(what)s", what=gettext(self.singular))
        return render(
            "base/confirm.html",
            title=title,
            question=question,
            crumbs=(*self.crumbs(), Crumb(title)),
            action_url=action_url,
            cancel_url=cancel_url,
            submit_label=gettext("Save all the same"),
            fields=(*sent, (ANSWERED, "1")),
        )

    def locked_fields(self, row: Any) -> dict[str, str]:
        """Relations whose value the reader cannot see: shown in words, never in the form, which would clear them."""
        locked = {}
        relationships = inspect(self.model).relationships
        for name in (name for name in self.form_fields if name not in self.hidden_fields()):
            mapped = relationships.get(name)
            if mapped is None or mapped.uselist:
                continue
            if getattr(row, next(iter(mapped.local_columns)).key) is not None and getattr(row, name) is None:
                locked[name] = gettext("outside your arrondissements")
        return locked

    def keeper(self, row: Any) -> Callable[[str, Any], Any]:
        """Completes a submitted collection by the members that the form could not offer to this reader."""
        relationships = inspect(self.model).relationships
        unseen: dict[str, list[int]] = {}
        for name in self.form_fields:
            if name in relationships and relationships[name].uselist:
                ids = [item.id for item in getattr(row, name)]
                offered = (
                    self.relations.get(name, Relation()).fetch(relationships[name].mapper.class_, ids) if ids else {}
                )
                unseen[name] = [row_id for row_id in ids if row_id not in offered]
        return lambda name, value: sorted({*value, *unseen[name]}) if name in unseen else value

    def render_form(
        self,
        form: RecordForm,
        names: Sequence[str],
        title: str,
        action_url: str,
        cancel_url: str,
        outcome: SaveOutcome | None = None,
        locked: Mapping[str, str] | None = None,
        row: Any = None,
        another_label: str = "",
        step: Step | None = None,
        advice: Panel | None = None,
    ) -> Any:
        """The form page; 422 when it comes back with errors, 409 with conflicts."""
        outcome, locked = outcome or SaveOutcome(), locked or {}
        for name, text in self.hints(row).items() if row is not None else ():
            if name in form:
                form[name].hint = text
        shown = {*names, *locked}
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            form=form,
            sections=tuple(
                FormSection(
                    self.section_title(section, row),
                    fields,
                    section_help(section),
                    advice or self.advice(fields, form, row),
                    is_folded=self.is_folded(fields, form, row)
                    and not any(form[name].errors for name in fields if name in form),
                    about_day=self.about_day(fields, form),
                )
                for section, section_names in self.sections
                if (fields := tuple(name for name in section_names if name in shown))
            )
            + self.more_sections(form),
            action_url=action_url,
            cancel_url=cancel_url,
            submit_label=gettext("Save"),
            another_label=another_label,
            another_short=gettext("and add"),
            is_next="after" in request.args,
            is_typed_again=KEPT in request.form,
            step=step,
            conflicts=outcome.conflicts,
            locked=dict(locked),
            error_count=sum(1 for item in form if item.errors) + len(form.form_errors),
        )
        labels = {name: gettext(field_label(self.model, name)) for name in locked}
        status = 409 if outcome.conflicts else 422 if page.error_count else 200
        return render("base/form.html", status=status, page=page, locked_labels=labels)
