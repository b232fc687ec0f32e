"""What the tab « Procédure » does: makes the steps, plans them anew, saves them in one go, gives them as files."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, abort, flash, g, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import ImmutableMultiDict

from mdo.contracts.calendar_file import event_of_step
from mdo.contracts.columns import STEP_COLUMNS
from mdo.contracts.file_days import field_of_step
from mdo.contracts.legal import effective_day
from mdo.contracts.steps import Way, done_too_early, establish, loaded_steps, recompute, settle
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Kind, columns_named
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary
from mdo.kernel.journal.history import last_change_of
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.sessions.edit_merge import merge
from mdo.kernel.workbook.writer import stream_table
from mdo.meetings.ics import CONTENT_TYPE, calendar_of
from models.contracts import Contract, ProcurementStep, StepState
from models.journal import Door
from models.procurement import StepCode
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.editing import Opening, add_violation, read_opening
from views.base.exporting import as_attachment, send_workbook
from views.base.forms import RecordForm, snapshot, submitted
from views.base.integrity import violation_of
from views.base.kept import keeps_typing, typed_again
from views.base.undoing import commit_undoable, flash_undoable, written
from views.base.view import BackofficeView
from views.base.words import date_in_words, language, value_in_words
from views.contracts.days import closed_behind, written_in_file
from views.contracts.plan import NAMES, STEP_VIEW, TAB, may_change_steps, step_forms
from views.procurement.plan_words import periods_of

_FILE_COLUMNS = (
    "label", "internal_days", "initial_on", "planned_on", "actual_on", "drift", "state", "responsible", "legal_check",
    "legal_minimum", "article", "note",
)  # fmt: skip


class PlanActs(BackofficeView):
    """The calendar of a contract."""

    @expose("/<int:pk>/calendrier/etablir", methods=["POST"])
    @has_access
    @permission_name("edit")
    def establish_plan(self, pk: int) -> Any:
        """Makes the steps from the template of the procedure."""
        contract = self._to_change(pk)
        codes = {code.value: code for code in StepCode}
        wanted = frozenset(codes[text] for text in request.form.getlist("conditional") if text in codes)

        def act(way: Way) -> str:
            steps = establish(db.session, contract, wanted, way, context_of(db.session).today)
            planned = sum(1 for step in steps if step.planned_on is not None)
            return ngettext("%(num)d step is planned.", "%(num)d steps are planned.", planned)

        return self._done(pk, gettext("Calendar of the procedure: %(what)s", what=contract), act)

    @expose("/<int:pk>/calendrier/recalculer", methods=["POST"])
    @has_access
    @permission_name("edit")
    def recompute_plan(self, pk: int) -> Any:
        """Plans anew the steps that are not done."""
        contract = self._to_change(pk)

        def act(way: Way) -> str:
            moved = recompute(db.session, contract, way, context_of(db.session).today)
            if not moved:
                return gettext("No step moved: the calendar is the same.")
            return ngettext("%(num)d step moved.", "%(num)d steps moved.", moved)

        return self._done(pk, gettext("Calendar computed anew: %(what)s", what=contract), act)

    def _done(self, pk: int, title: str, act: Callable[[Way], str]) -> Any:
        way = Way.FORWARD if request.form.get("way") == Way.FORWARD else Way.BACKWARD
        written(title, lambda: act(way))
        return redirect(self.url("show", pk=pk, tab=TAB, _anchor="tabs"))

    def _to_change(self, pk: int) -> Contract:
        contract: Contract = self.fetch(pk, for_update=True, with_facts=False)
        if not may_change_steps(self, contract):
            abort(403)
        return contract

    # ---- The table ---------------------------------------------------------------------------------------------------

    @expose("/<int:pk>/calendrier/etapes", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def save_steps(self, pk: int) -> Any:
        """Saves what was changed in the table, all or nothing; what someone else changed meanwhile is asked about."""
        if request.method == "GET":
            return redirect(self.url("show", pk=pk, tab=TAB, _anchor="tabs"))
        contract = self._to_change(pk)
        typed = typed_again()
        steps = [step for step in loaded_steps(db.session, contract) if f"s{step.id}-opened" in (typed or request.form)]
        forms = step_forms(steps, typed or request.form)
        if typed is not None:
            return self._again(pk, forms, 200)
        through(db.session, Door.FORM, gettext("Steps: %(what)s", what=contract))
        are_valid = [form.validate() for form in forms.values()]  # all of them, so that all errors are told
        if not all(are_valid):
            return self._again(pk, forms, 422)
        has_conflicts = False
        before = {step.id for step, _ in done_too_early(steps)}
        done_before = {step: step.actual_on for step in steps}
        were_done = {step for step in steps if step.state is StepState.DONE}
        for step in steps:
            changes, conflicts = self._changes(step, forms[step.id])
            has_conflicts = has_conflicts or bool(conflicts)
            if not has_conflicts:
                _write(step, changes, forms[step.id])
        if has_conflicts:
            db.session.rollback()
            return self._again(pk, forms, 409)
        changed = {step: day for step, day in done_before.items() if step.actual_on != day}
        given = self._follow(contract, changed, forms)
        if any(form.form_errors or form.errors for form in forms.values()):
            db.session.rollback()
            return self._again(pk, forms, 422)
        early = early_in_words(steps, {step.id for step, _ in done_too_early(steps)} - before)
        newly_done = [step for step in steps if step.state is StepState.DONE and step not in were_done]
        closed = closed_behind(contract, newly_done)
        try:
            entry_id = commit_undoable()
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error, ProcurementStep.__table__).text(gettext), "danger")
            return self._again(pk, forms, 409)
        flash_undoable(" ".join([gettext("Steps saved."), *given, *closed]), entry_id)
        for words in early:
            flash(words, "warning")
        return redirect(self.url("show", pk=pk, tab=TAB, _anchor="tabs"))

    def _follow(
        self, contract: Contract, changed: dict[ProcurementStep, Any], forms: dict[int, RecordForm]
    ) -> Sequence[str]:
        """Writes in the file the days on which its steps were done; what the file refuses is told at the step."""
        try:
            return written_in_file(contract, changed)
        except RuleViolation as violation:
            step = field_of_step(violation.field, changed) or next(iter(changed))
            add_violation(forms[step.id], RuleViolation(violation.message, field="actual_on", **violation.params))
        return ()

    def _changes(self, step: ProcurementStep, form: RecordForm) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What to write, and what someone else changed meanwhile, said at the fields with what is there now."""
        opening = read_opening(step, form.opened.data)
        theirs = snapshot(step, NAMES)
        if opening is None:
            form.form_errors = [gettext("This form is too old to be checked: open the row again.")]
            return {}, ()
        merged = merge(opening.values, theirs, submitted(form, NAMES))
        for name in merged.conflicts:
            entry = last_change_of(db.session, step, name)
            who = (entry.actor_name if entry else "") or gettext("someone")
            now = value_in_words(getattr(step, name.removesuffix("_id")))
            words = gettext("%(who)s put “%(value)s” meanwhile. Save again to put yours.", who=who, value=now or "—")
            form[name].errors = [*form[name].errors, words]
        if merged.conflicts:
            seen = {name: theirs[name] for name in merged.conflicts}
            form.opened.data = Opening({**opening.values, **seen}).signed_for(step)
        return merged.changes, merged.conflicts

    def _again(self, pk: int, forms: dict[int, RecordForm], status: int) -> Any:
        """The page with the table as it was typed, and the errors in it."""
        # What was written before the refusal is gone: the page reads the rows again.
        db.session.expire_all()
        g.typed_steps = forms
        g.step_errors = [form for form in forms.values() if form.errors or form.form_errors]
        # The page of the record opens the tab that the address names; a form kept from an ended session lost it.
        request.args = ImmutableMultiDict({"tab": TAB})
        response = self.show(pk)
        response.status_code = status
        return response

    # ---- Files -------------------------------------------------------------------------------------------------------

    @expose("/<int:pk>/calendrier.ics")
    @has_access
    @permission_name("show")
    def plan_ics(self, pk: int) -> Response:
        """The steps as whole days of a calendar."""
        contract = self._to_read(pk)
        events = [
            event
            for step in loaded_steps(db.session, contract)
            if (event := event_of_step(step, url_for(f"{STEP_VIEW}.show", pk=step.id, _external=True))) is not None
        ]
        answer = Response(calendar_of(events), content_type=CONTENT_TYPE)
        name = gettext("Calendar")
        return as_attachment(answer, f"{name} {contract.number}", "ics")

    @expose("/<int:pk>/calendrier.xlsx")
    @has_access
    @permission_name("export")
    def plan_excel(self, pk: int) -> Response:
        """The steps as a table, with their bars over time."""
        contract = self._to_read(pk)
        steps = loaded_steps(db.session, contract)
        context = context_of(db.session)
        title = gettext("Calendar of %(what)s", what=contract.number)
        chart = Summary(
            N_("Steps over time"),
            N_("Step"),
            (Heading(N_("From (procedure)"), Kind.DATE), Heading(N_("Calendar days"))),
            tuple(
                FigureLine(step.label, (start, max((end - start).days, 1))) for step, start, end in periods_of(steps)
            ),
            charted=(0, 1),
            chart=Chart.TIMELINE,
        )
        return send_workbook(
            stream_table(
                title=title,
                columns=columns_named(STEP_COLUMNS, *_FILE_COLUMNS),
                rows=steps,
                today=context.today,
                translate=gettext,
                about=((gettext("Contract"), str(contract)),),
                sheet_name=gettext("Steps"),
                author=context.actor_name,
                language=language(),
                summaries=(chart,) if chart.lines else (),
            ),
            title=title,
            what=type(self).__name__,
            words=str(contract),
        )

    def _to_read(self, pk: int) -> Contract:
        contract: Contract = self.fetch(pk, with_facts=False)
        if not self.may("can_show", STEP_VIEW):
            abort(403)
        return contract


def _write(step: ProcurementStep, changes: dict[str, Any], form: RecordForm) -> None:
    """Writes the changed fields; what a rule refuses is told at its field."""
    for name in changes:
        setattr(step, name, form[name].data)
    if not changes:
        return
    settle(step, day_changed="actual_on" in changes, state_changed="state" in changes)
    try:
        check_row(db.session, step, context_of(db.session).today)
    except RuleViolation as violation:
        add_violation(form, violation)


def early_in_words(steps: Sequence[ProcurementStep], ids: set[int]) -> list[str]:
    """What is told of those of these steps that are done before one that comes first."""
    found = []
    for step, other in done_too_early(steps):
        day = effective_day(other)
        if step.id in ids and step.actual_on is not None and day is not None:
            words = gettext(
                "“%(step)s” (%(day)s) is done before “%(other)s” (%(other_day)s), which comes first: saved all the"
                " same, check both dates.",
                step=step.label,
                day=date_in_words(step.actual_on),
                other=other.label,
                other_day=date_in_words(day),
            )
            found.append(words)
    return found
