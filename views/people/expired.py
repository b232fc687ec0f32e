"""What is said where people whose mandate is over are convened or written to, with the way to renew it."""

from collections.abc import Iterable

from flask import url_for
from sqlalchemy import func, select

from mdo.kernel.base.context import context_of
from mdo.kernel.scope.clauses import writable_clause
from models.people import Mandate
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Link
from views.security.gate import may


def renewal_of(mandate_ids: Iterable[int]) -> Link | None:
    """« Renouveler les 17 », for who may change all of these mandates."""
    ids = sorted(mandate_ids)
    if not ids or not may("can_edit", "MandateView"):
        return None
    context = context_of(db.session)
    writable = writable_clause(Mandate, context.scope, context.today)
    if db.session.scalar(select(func.count(Mandate.id)).where(Mandate.id.in_(ids), writable)) != len(ids):
        return None
    words = ngettext("Renew this mandate", "Renew the %(num)d mandates", len(ids))
    fields = (("action", "renew"), *(("rowid", str(number)) for number in ids))
    return Link(words, url_for("MandateView.bulk_action"), "arrow-repeat", is_post=True, fields=fields)


def expired_note(mandate_ids: Iterable[int], *, is_proposed: bool = False) -> dict[str, object] | None:
    """Sentences and the button of renewal, as `people/expired.html` shows them; None when no mandate is over.

    `is_proposed`: nobody sits in the body any more, and those who sat last are proposed.
    """
    ids = {*mandate_ids}
    if not ids:
        return None
    told = ngettext("%(num)d mandate is over.", "%(num)d mandates are over.", len(ids))
    if is_proposed:
        told = gettext(
            "No mandate of this body is in force any more: who sat last is proposed, marked « expired mandate »."
        )
    renew = renewal_of(ids)
    how = (
        gettext("Renew them, or record who follows, so that they are in force again.")
        if renew
        else gettext("Who keeps the mandates of this body can renew them, in its list.")
    )
    return {"text": f"{told} {how}", "renew": renew}
