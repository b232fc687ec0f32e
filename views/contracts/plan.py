"""« Procédure » on the page of a contract: its calendar both ways, the drawing, the steps in one form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import SelectField

from mdo.contracts.documents import CONTRACT_FILES
from mdo.contracts.file_days import other_day
from mdo.contracts.law_day import law_day
from mdo.contracts.legal import LegalCheck, effective_day, finding_of, is_day_unknown, is_hasty
from mdo.contracts.standstill import ALONE, is_alone
from mdo.contracts.steps import (
    Computed,
    Way,
    computed,
    done_too_early,
    drift_of,
    loaded_steps,
    proposed,
    template_for,
    usual_conditionals,
)
from mdo.contracts.terms import AWARDED_STATES
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import field_label
from mdo.procurement.figures import number_on, stored_figures
from models.accounts import User
from models.contracts import Contract, ProcurementStep, StepState
from models.documents import Document
from models.procurement import FigureCode, ProcedureTemplate, StepCode, StepNeed
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import sign_opening
from views.base.forms import RecordForm, form_class, form_data
from views.base.pages import Link, Panel, TabContent
from views.base.record import TabSource
from views.base.view import BackofficeView
from views.base.words import date_in_words, full_date, tone_of, value_in_words
from views.procurement.plan_words import delay_in_words, drift_in_words, standing_in_words, start_in_words, timeline_of

TAB = "plan"
STEP_VIEW = "StepView"
FIELDS = ("internal_days", "planned_on", "actual_on", "state", "note")
NAMES = (*FIELDS, "responsible_id", "document_id")
_StepForm = form_class(ProcurementStep, FIELDS, {}, (), STEP_VIEW)


@dataclass
class StepLine:
    """A step in the table: its form (None for who only reads) and what is said of it."""

    row: ProcurementStep
    form: Any
    words: Mapping[str, str]
    url: str | None


def plan_tab(view: BackofficeView, contract: Contract) -> TabSource | None:
    """The tab, for those who read the steps."""
    if not view.may("can_list", STEP_VIEW):
        return None
    title = gettext("Procedure")
    counted = (
        ProcurementStep,
        (ProcurementStep.contract_id == contract.id) & (ProcurementStep.state != StepState.SET_ASIDE),
    )
    return TabSource(TAB, title, lambda: TabContent(TAB, title, _panels(view, contract)), counted)


def may_change_steps(view: BackofficeView, contract: Contract) -> bool:
    """Whether the reader may change the steps of a contract."""
    return view.may("can_edit") and view.may("can_edit", STEP_VIEW) and view.may_change(contract)


def _panels(view: BackofficeView, contract: Contract) -> tuple[Panel, ...]:
    steps = loaded_steps(db.session, contract)
    if not steps:
        return (_new_panel(view, contract),)
    may_change = may_change_steps(view, contract)
    today = context_of(db.session).today
    findings = {step.id: finding_of(step, today) for step in steps}
    broken = frozenset(key for key, found in findings.items() if found and found.check is not LegalCheck.HELD)
    title = gettext("Steps over time")
    drawing = timeline_of(steps, broken, title, today)
    lines = lines_of(view, steps, may_change)
    drawn = (Panel(title, "contracts/plan/timeline.html", {"timeline": drawing}),) if drawing is not None else ()
    return (
        _verdict_panel(view, contract, may_change),
        *drawn,
        Panel(
            gettext("Steps of the procedure"),
            "contracts/plan/steps.html",
            {
                "lines": lines,
                "has_documents": any(line.form and len(line.form.document_id.choices) > 1 for line in lines),
                "may_change": may_change,
                "action_url": view.url("save_steps", pk=contract.id, tab=TAB),
                "labels": {
                    name: gettext(field_label(ProcurementStep, name)) for name in (*NAMES, "step", "initial_on")
                },
                "errors": g.get("step_errors", ()),
            },
        ),
    )


# ---- Both calendars --------------------------------------------------------------------------------------------------


def _new_panel(view: BackofficeView, contract: Contract) -> Panel:
    """Before there are steps: what they would be, both ways, and which conditional ones to take."""
    title = gettext("Calendar of the procedure")
    may_change = may_change_steps(view, contract)
    data: dict[str, Any] = {"may_change": may_change, "action_url": view.url("establish_plan", pk=contract.id, tab=TAB)}
    data["edit_url"] = view.url("edit", pk=contract.id, _anchor="procedure") if may_change else None
    today = context_of(db.session).today
    try:
        template = template_for(db.session, contract, today)
    except RuleViolation as violation:
        return Panel(title, "contracts/plan/new.html", {**data, "refusal": violation.text(gettext)})
    chosen = usual_conditionals(db.session, contract, template, today)
    both = proposed(db.session, contract, template, chosen, today)
    return Panel(
        title,
        "contracts/plan/new.html",
        {
            **data,
            **_both(contract, both),
            "is_past": contract.state in AWARDED_STATES,
            "procedure": template.label,
            "days": _compared(both, template),
            "conditional": [
                (step.step.value, step.label, step.step in chosen)
                for step in template.steps
                if step.presence is StepNeed.CONDITIONAL
            ],
        },
    )


def _verdict_panel(view: BackofficeView, contract: Contract, may_change: bool) -> Panel:
    """Whether the wish can be held, what both calendars give, and the files to take."""
    title = gettext("Calendar of the procedure")
    today = context_of(db.session).today
    files = [Link(gettext("Put in my own calendar"), view.url("plan_ics", pk=contract.id), "calendar-range")]
    if view.may("can_export"):
        files.append(Link(gettext("Excel"), view.url("plan_excel", pk=contract.id), "download", is_file=True))
    data: dict[str, Any] = {
        "may_change": may_change,
        "files": files,
        "action_url": view.url("recompute_plan", pk=contract.id, tab=TAB),
        "edit_url": view.url("edit", pk=contract.id, _anchor="wished_start_on") if may_change else None,
    }
    try:
        both = computed(db.session, contract, today)
    except RuleViolation as violation:
        return Panel(title, "contracts/plan/verdict.html", {**data, "refusal": violation.text(gettext)})
    days = [
        (step.label, *(_day_in(plan, step) for plan in (both.backward, both.forward)), _said(effective_day(step)))
        for step in contract.steps
        if step.state is not StepState.SET_ASIDE
    ]
    return Panel(title, "contracts/plan/verdict.html", {**data, **_both(contract, both), "days": days})


def _both(contract: Contract, both: Computed) -> dict[str, Any]:
    backward = both.backward
    return {
        "wished": full_date(contract.wished_start_on) if contract.wished_start_on else "",
        "backward": start_in_words(backward) if backward is not None else "",
        "standing": standing_in_words(backward) if backward is not None else "",
        "feasible": backward.feasible if backward is not None else None,
        "forward": full_date(both.forward.earliest_start),
        "advised": both.advised.value,
        "ways": [
            (Way.BACKWARD.value, gettext("Backward from the wished start")),
            (Way.FORWARD.value, gettext("As soon as possible from today")),
        ]
        if backward is not None
        else [(Way.FORWARD.value, gettext("As soon as possible from today"))],
    }


def _compared(both: Computed, template: ProcedureTemplate) -> list[tuple[str, str, str]]:
    known = {step.code for step in both.forward.steps}
    return [
        (row.label, _said(both.backward.days[row.step]) if both.backward else "", _said(both.forward.days[row.step]))
        for row in template.steps
        if row.step in known
    ]


def _day_in(plan: Any, step: ProcurementStep) -> str:
    return "" if plan is None else _said(plan.days.get(step.step))


def _said(day: Any) -> str:
    return "" if day is None else date_in_words(day)


# ---- The table -------------------------------------------------------------------------------------------------------


def lines_of(view: BackofficeView, steps: Sequence[ProcurementStep], may_change: bool) -> list[StepLine]:
    """The lines of the table; forms that came back unsaved with this request stand in the place of those stored."""
    today = context_of(db.session).today
    typed: dict[int, RecordForm] = g.get("typed_steps", {})
    early = {step.id: before.label for step, before in done_too_early(steps)}
    law = law_day(steps[0].contract, today)
    advised = number_on(stored_figures(db.session), FigureCode.TENDER_DAYS, law)
    forms = {} if not may_change else (typed or step_forms(steps))
    can_show = view.may("can_show", STEP_VIEW)
    alone = gettext(ALONE) if is_alone(steps[0].contract) else ""
    lines = []
    for step in steps:
        finding = finding_of(step, today)
        is_broken = finding is not None and finding.check is not LegalCheck.HELD
        drift = drift_of(step)
        words = {
            "law": delay_in_words(finding) if finding is not None else alone if step.step is StepCode.SIGNATURE else "",
            "broken": value_in_words(finding.check) if finding is not None and is_broken else "",
            "drift": drift_in_words(drift),
            "drift_tone": "warn" if (drift or 0) > 0 else "ok",
            "initial": _said(step.initial_on) if step.initial_on != step.planned_on else "",
            "early": gettext("Done before “%(step)s”, which comes first.", step=early[step.id])
            if step.id in early
            else "",
            "hasty": gettext(
                "Less than %(days)d days for tenders: allowed in an adapted procedure, advised against.", days=advised
            )
            if is_hasty(step.contract, step, advised)
            else "",
            "conditional": value_in_words(step.presence) if step.presence is StepNeed.CONDITIONAL else "",
            "file_day": _said(other_day(step, today)),
            "state": value_in_words(step.state),
            "tone": tone_of(step.state) or "muted",
            "planned": _said(step.planned_on),
            "actual": gettext("day not known") if is_day_unknown(step) else _said(step.actual_on),
            "unknown": gettext("day not known") if is_day_unknown(step) else "",
            "responsible": str(step.responsible) if step.responsible else "",
            "document": step.document.title if step.document else "",
        }
        url = url_for(f"{STEP_VIEW}.show", pk=step.id) if can_show else None
        lines.append(StepLine(step, forms.get(step.id), words, url))
    return lines


def step_forms(steps: Sequence[ProcurementStep], typed: MultiDict[str, str] | None = None) -> dict[int, RecordForm]:
    """One form a step, as stored or as typed; `opened` carries what it is compared with when it comes back."""
    accounts, documents = _accounts(), _documents(steps)
    forms = {}
    for step in steps:
        data = form_data(step, NAMES)
        kept = [*accounts]
        if step.responsible is not None and step.responsible.id not in {key for key, _ in accounts}:
            kept.append((step.responsible.id, str(step.responsible)))
        form: Any = _WithChoices(formdata=typed, data=data, prefix=f"s{step.id}-", meta={"csrf": False})
        form.responsible_id.choices = [("", "—"), *kept]
        form.document_id.choices = [("", "—"), *_with_chosen(documents, step)]
        if step.presence is StepNeed.OBLIGATORY:
            form.state.offered = tuple(state for state in StepState if state is not StepState.SET_ASIDE)
        if typed is None or not form.opened.data:
            form.opened.data = sign_opening(step, NAMES)
        forms[step.id] = form
    return forms


def _coerced(value: Any) -> int | None:
    return None if value in ("", None, "None") else int(value)


class _WithChoices(_StepForm):  # type: ignore[misc, valid-type]  # made from the columns at import
    """The fields of a step, who answers for it, and the document of the file that shows it done."""

    responsible_id = SelectField(coerce=_coerced, validate_choice=True)
    document_id = SelectField(coerce=_coerced, validate_choice=True)


def _accounts() -> list[tuple[int, str]]:
    asked = select(User).where(User.active.is_(True)).order_by(User.last_name, User.first_name, User.id)
    return [(user.id, str(user)) for user in db.session.scalars(asked)]


def _documents(steps: Sequence[ProcurementStep]) -> list[tuple[int, str]]:
    """The last version of each document of the file."""
    if not steps:
        return []
    newest = (series.versions[0] for series in CONTRACT_FILES.series(db.session, steps[0].contract_id))
    return [(row.id, _document_in_words(row)) for row in newest]


def _with_chosen(documents: list[tuple[int, str]], step: ProcurementStep) -> list[tuple[int, str]]:
    """These choices, and the version that the step shows already."""
    chosen = step.document
    if chosen is None or chosen.id in dict(documents):
        return documents
    return [(chosen.id, _document_in_words(chosen)), *documents]


def _document_in_words(row: Document) -> str:
    return gettext("%(title)s, version %(number)s", title=row.title, number=row.number)
