"""Renewal on screen: a preview of what each ticked mandate would become, then one undoable operation."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.people.renewal import Proposal, preview, renew
from models.instances import Instance
from models.journal import Door
from models.people import Mandate
from views.base.apart import told_apart
from views.base.catalogues import gettext
from views.base.coming_back import came_from, referred
from views.base.database import db
from views.base.fields import posted_ids
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.base.words import date_in_words
from views.security.gate import may

_MAX_REASON = 500


def renew_rows(view: Any, rows: Sequence[Mandate]) -> Any:
    """The preview of the renewal of these mandates; nothing is written."""
    mandates = _loaded([row.id for row in rows])
    return _page(view, preview(db.session, mandates, context_of(db.session).today, _reasons()))


def apply_renewals(view: Any) -> Any:
    """Writes the renewals that pass, as one journal entry; comes back to the preview when something changed since."""
    proposals = _proposals()
    accepted = [proposal for proposal in proposals if proposal.is_accepted]
    if not accepted or typed_again() is not None:
        return _page(view, proposals)
    through(db.session, Door.BULK, gettext("Renewal of %(count)d mandates", count=len(accepted)))
    try:
        written = renew(db.session, accepted)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        violation = error if isinstance(error, RuleViolation) else violation_of(error, Mandate.__table__)
        flash(violation.text(gettext), "danger")
        return _page(view, _proposals(), 409)
    flash_undoable(gettext("Mandates renewed: %(count)d.", count=len(written)), entry_id)
    if len(written) == 1:
        return redirect(_back(view) or view.url("show", pk=written[0].id))
    return redirect(_back(view) or view.back_to_list())


def _back(view: Any) -> str:
    """The page that one came from where it is neither a list of mandates nor the record of one; else empty."""
    address = came_from() or ("" if "query" in request.form else referred())
    own = view.url("list"), view.url("show", pk=0)[:-1]
    return "" if urlsplit(address).path.startswith(own) else address


def _sent() -> MultiDict[str, str]:
    """What was ticked and typed, now or before the session ended."""
    typed = typed_again()
    return request.form if typed is None else typed


def _proposals() -> Sequence[Proposal]:
    mandates = _loaded(posted_ids(_sent().getlist("rowid")))
    return preview(db.session, mandates, context_of(db.session).today, _reasons())


def _loaded(ids: list[int]) -> Sequence[Mandate]:
    statement = (
        select(Mandate)
        .where(Mandate.id.in_(ids))
        .options(
            joinedload(Mandate.person),
            joinedload(Mandate.organisation),
            joinedload(Mandate.function),
            joinedload(Mandate.instance).joinedload(Instance.type),
        )
        .order_by(Mandate.id)
    )
    return db.session.scalars(statement).all()


def _reasons() -> dict[int, str]:
    """The reasons typed for passing the limit: `reason_<id>`, or `reason` for all."""
    sent = _sent()
    common = sent.get("reason", "").strip()[:_MAX_REASON]
    found = {}
    for row_id in posted_ids(sent.getlist("rowid")):
        found[row_id] = sent.get(f"reason_{row_id}", "").strip()[:_MAX_REASON] or common
    return found


def _page(view: Any, proposals: Sequence[Proposal], status: int = 200) -> Any:
    title = gettext("Renew mandates")
    mandates = [proposal.mandate for proposal in proposals]
    people = told_apart({row.person.id: str(row.person) for row in mandates if row.person is not None}.items())
    rows = tuple(_row(proposal, people) for proposal in proposals)
    db.session.expunge_all()  # the proposed mandates are for show: none may be saved by accident
    return render(
        "people/renew.html",
        status=status,
        title=title,
        crumbs=(*view.crumbs(), Crumb(title)),
        rows=rows,
        accepted=sum(1 for row in rows if row["is_accepted"]),
        reason=_sent().get("reason", ""),
        action_url=view.url("renew"),
        cancel_url=_back(view) or view.back_to_list(),
        back=_back(view),
        query=view.list_query(),
    )


def _row(proposal: Proposal, people: Mapping[int, str]) -> dict[str, Any]:
    mandate, successor = proposal.mandate, proposal.successor
    # A refusal says what to fill in: where that is done is one press away.
    is_refused = proposal.refusal is not None and proposal.refusal.field != "limit_reason"
    opens_body = is_refused and may("can_show", "InstanceView")
    return {
        "url": url_for("MandateView.show", pk=mandate.id) if is_refused and may("can_show", "MandateView") else "",
        "instance_url": url_for("InstanceView.show", pk=mandate.instance_id) if opens_body else "",
        "id": mandate.id,
        "holder": people[mandate.person.id] if mandate.person is not None else str(mandate.organisation),
        "instance": mandate.instance.name,
        "function": mandate.function.label,
        "current_end": date_in_words(mandate.planned_end_on) if mandate.planned_end_on else "",
        "start": date_in_words(successor.start_on) if successor is not None and successor.start_on else "",
        "end": date_in_words(successor.planned_end_on) if successor is not None and successor.planned_end_on else "",
        "rank": successor.rank if successor is not None else "",
        "is_accepted": proposal.is_accepted,
        "refusal": proposal.refusal.text(gettext) if proposal.refusal is not None else "",
        "asks_reason": proposal.refusal is not None and proposal.refusal.field == "limit_reason",
        "reason": _sent().get(f"reason_{mandate.id}", ""),
    }
