"""What the papers of calls say: receipt, public sheet, letters of results, list for the deliberation.

Outcomes are read where they are stored: a project that was retained has no other letter than its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mdo.calls.application_rules import PAID
from mdo.calls.as_filed import as_filed
from mdo.calls.granting import is_late
from mdo.calls.photos import shown_for
from mdo.calls.picture_pages import with_pictures
from mdo.calls.scenarios import adopted_of, lines_of, simulated
from mdo.documents.document_format import Wording
from mdo.documents.rendering import render
from mdo.documents.template_fields import in_words_of_templates
from mdo.documents.template_rows import active_template
from mdo.instances.columns import arrondissement_names
from mdo.kernel.base.context import AnySession, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.scope.reading import WHOLE_REGISTER
from models.applications import Application, application_instance
from models.applications import ApplicationState as State
from models.calls import CallState, ProjectCall
from models.documents import PaperKind
from models.instances import Instance
from models.photos import PhotoUse

TOLD_CALLS = frozenset({CallState.NOTIFIED, CallState.CLOSED})
_NOT_TOLD = N_("The letters follow the notification: notify the call first.")
_NOT_ADOPTED = N_("The list follows the adopted scenario: adopt one first.")
_NOT_FILED = N_("A receipt follows the filing: file the application first.")
_NOT_PUBLIC = N_("The sheet of a project is public once it is retained and notified.")
_BOTH_WAYS = N_("« %(what)s » is refused though it was granted money: correct it before the letters leave.")


def receipt_of(session: AnySession, row: Application, wording: Wording) -> bytes:
    """The receipt of an application, as a Word file. Raises RuleViolation."""
    if row.filed_on is None:
        raise RuleViolation(_NOT_FILED)
    closes_on, filed = row.call.closes_on, as_filed(session, row)
    values = {
        "call_title": row.call.title,
        **_said(row, wording),
        "asked": _euros(filed.asked, wording),
        "most_granted": _euros(row.call.ceiling_incl_tax or None, wording),
        "filed_on": wording.value(row.filed_on),
        "filing_closes": wording.value(closes_on),
        "filing_channel": wording.value(row.channel),
        "is_late": _yes(is_late(row.filed_on, closes_on), wording),
        "adopted_on": wording.value(row.adopted_on),
        "expenses": [
            {
                "expense": line.label,
                "foreseen": _euros(line.planned_incl_tax, wording),
                "has_quote": _yes(line.has_quote, wording),
            }
            for line in filed.lines
        ],
        "budget_total": _euros(filed.total, wording),
        "other_money": _euros(filed.others, wording),
        "made_on": wording.value(context_of(session).today),
    }
    return _made(session, PaperKind.APPLICATION_RECEIPT, values)


def partner_names(session: AnySession, row: Application) -> Sequence[str]:
    """The councils that ask with another, those that the reader does not see too: a sheet is the same for all."""
    asked = (
        select(Instance.name)
        .join(application_instance, application_instance.c.instance_id == Instance.id)
        .where(application_instance.c.application_id == row.id)
        .order_by(Instance.sort_key)
    )
    return session.scalars(asked, execution_options=WHOLE_REGISTER).all()


def is_public(row: Application) -> bool:
    """Whether a project is told to all: retained, and notified."""
    return row.state in PAID and row.notified_on is not None and row.granted_incl_tax is not None


def sheet_of(session: AnySession, row: Application, wording: Wording) -> bytes:
    """The public sheet of a project, without anybody's name, as a Word file. Raises RuleViolation."""
    if not is_public(row):
        raise RuleViolation(_NOT_PUBLIC)
    values = {
        "call_title": row.call.title,
        **_said(row, wording),
        "partners": ", ".join(partner_names(session, row)),
        "abstract": row.summary or "",
        "carrier": row.carrier or "",
        "notified_on": wording.value(row.notified_on),
        "realised_on": wording.value(row.realised_on),
        "spent_amount": _euros(row.spent_incl_tax, wording),
        "outcome_report": row.report or "",
        "made_on": wording.value(context_of(session).today),
    }
    del values["number"], values["asked"]
    made = _made(session, PaperKind.APPLICATION_SHEET, values)
    return with_pictures(made, shown_for(session, PhotoUse.PRINT, [row.id]), wording.translate(N_("Pictures")))


# ---- Letters of results ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResultLetter:
    """What one council is told of its application: one of four outcomes, never two."""

    row: Application
    outcome: State

    @property
    def reasons(self) -> str:
        """Told with a refusal alone."""
        if self.outcome is State.REFUSED:
            return self.row.refusal_reason or ""
        return (self.row.inadmissible_reason or "") if self.outcome is State.INADMISSIBLE else ""


def letters_of(session: AnySession, call: ProjectCall) -> Sequence[ResultLetter]:
    """The letters of a call that is notified, by number. Raises RuleViolation."""
    if call.state not in TOLD_CALLS:
        raise RuleViolation(_NOT_TOLD)
    asked = (
        select(Application)
        .where(Application.call_id == call.id)
        .order_by(Application.number)
        .options(joinedload(Application.instance))
    )
    found = []
    for row in session.scalars(asked):
        outcome = State.RETAINED if row.state in PAID else row.state
        if outcome not in (State.RETAINED, State.WAITING, State.REFUSED, State.INADMISSIBLE):
            continue
        if outcome is not State.RETAINED and row.granted_incl_tax is not None:
            raise RuleViolation(_BOTH_WAYS, what=row)
        found.append(ResultLetter(row, outcome))
    return found


def letters_paper(session: AnySession, call: ProjectCall, wording: Wording) -> tuple[bytes, int]:
    """The letters of a call, a page each, as a Word file, and how many they are. Raises RuleViolation."""
    letters = letters_of(session, call)
    values = {
        "call_title": call.title,
        **_decided(call, wording),
        "notified_on": wording.value(call.notified_on),
        "letters": [_letter(letter, wording) for letter in letters],
    }
    return _made(session, PaperKind.CALL_LETTERS, values), len(letters)


def _letter(letter: ResultLetter, wording: Wording) -> Mapping[str, str]:
    row, is_retained = letter.row, letter.outcome is State.RETAINED
    said = _said(row, wording)
    return {
        **{name: said[name] for name in ("number", "title", "council", "asked")},
        "mailbox": row.instance.mailbox or "",
        "is_retained": _yes(is_retained, wording),
        "is_waiting": _yes(letter.outcome is State.WAITING, wording),
        "is_refused": _yes(letter.outcome is State.REFUSED, wording),
        "is_inadmissible": _yes(letter.outcome is State.INADMISSIBLE, wording),
        "granted": said["granted"] if is_retained else "",
        "waiting_rank": str(row.waiting_rank or "") if letter.outcome is State.WAITING else "",
        "reasons": letter.reasons,
        "report_due": wording.value(row.report_due_on) if is_retained else "",
    }


_APPLICATION = FIELD_LABELS[Application]
MAILING_COLUMNS = (
    Column("number", _APPLICATION["number"], lambda letter, today: letter.row.number, Kind.INTEGER, width=8),
    Column("title", _APPLICATION["title"], lambda letter, today: letter.row.title, width=44),
    Column("instance", _APPLICATION["instance"], lambda letter, today: letter.row.instance.name, width=36),
    Column("mailbox", FIELD_LABELS[Instance]["mailbox"], lambda letter, today: letter.row.instance.mailbox, width=32),
    Column("outcome", N_("Outcome (letter)"), lambda letter, today: letter.outcome, Kind.ENUM, width=18),
    Column(
        "granted_incl_tax",
        _APPLICATION["granted_incl_tax"],
        lambda letter, today: letter.row.granted_incl_tax,
        Kind.AMOUNT,
        sums=True,
    ),
    Column(
        "waiting_rank",
        _APPLICATION["waiting_rank"],
        lambda letter, today: letter.row.waiting_rank if letter.outcome is State.WAITING else None,
        Kind.INTEGER,
        width=10,
    ),
    Column("reasons", N_("Reasons (letter)"), lambda letter, today: letter.reasons or None, Kind.LONG_TEXT, width=60),
)


# ---- List for the deliberation ---------------------------------------------------------------------------------------


def deliberation_paper(session: AnySession, call: ProjectCall, wording: Wording) -> tuple[bytes, int]:
    """What the adopted scenario retains, with its sums, as a Word file, and how many. Raises RuleViolation."""
    scenario = adopted_of(session, call.id)
    if scenario is None:
        raise RuleViolation(_NOT_ADOPTED)
    said = simulated(session, scenario)
    rows = {line.application_id: line.application for line in lines_of(session, scenario.id)}
    adopted = wording.translate(N_("%(scenario)s, adopted on %(day)s"))
    values = {
        "call_title": call.title,
        **_decided(call, wording),
        "scenario": adopted % {"scenario": scenario.name, "day": wording.value(scenario.adopted_on)},
        "envelope": _euros(call.envelope_incl_tax, wording),
        "granted_total": _euros(said.total, wording),
        "left_total": _euros(call.envelope_incl_tax - said.total, wording),
        "project_count": str(len(said.retained)),
        "projects": [
            {**_said(rows[line.id], wording), "granted": _euros(line.amount, wording)} for line in said.retained
        ],
        "waiting": [
            {name: _said(rows[line.id], wording)[name] for name in ("number", "title", "council", "asked")}
            for line in said.waiting
        ],
        "by_arrondissement": _shares(said.by_arrondissement, wording),
        "by_axis": _shares(said.by_axis, wording),
        "made_on": wording.value(context_of(session).today),
    }
    return _made(session, PaperKind.CALL_DELIBERATION, values), len(said.retained)


def _shares(shares: Mapping[str, tuple[int, Decimal]], wording: Wording) -> Sequence[Mapping[str, str]]:
    return [
        {
            "name": name or wording.translate(N_("Not said")),
            "project_count": str(count),
            "granted": _euros(amount, wording),
        }
        for name, (count, amount) in shares.items()
    ]


# ---- All ---------------------------------------------------------------------------------------------------------


def _said(row: Application, wording: Wording) -> dict[str, str]:
    return {
        "number": str(row.number),
        "title": row.title,
        "council": row.instance.name,
        "arrondissement": ", ".join(arrondissement_names(row.instance.arrondissements)),
        "axis": str(row.axis or ""),
        "asked": _euros(row.asked_incl_tax, wording),
        "granted": _euros(row.granted_incl_tax, wording),
    }


def _decided(call: ProjectCall, wording: Wording) -> dict[str, str]:
    return {
        "deliberation": call.deliberation or "",
        "decided_on": wording.value(call.decided_on),
        "signatory": call.signatory or "",
    }


def _made(session: AnySession, kind: PaperKind, values: Mapping[str, Any]) -> bytes:
    return render(kind, active_template(session, kind).content, in_words_of_templates(values))


def _euros(amount: Decimal | None, wording: Wording) -> str:
    return "" if amount is None else wording.value(amount, Kind.AMOUNT)


def _yes(is_so: bool, wording: Wording) -> str:
    return wording.translate(N_("yes")) if is_so else ""
