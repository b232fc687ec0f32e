"""What the management decides, and how full the contracts are that run."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import format_percent
from sqlalchemy import and_, func, select

from mdo.archives.sheets import due_clause
from mdo.contracts.figures import WATCHED_SHARE, Balance, Use, sum_of
from mdo.kernel.base.context import context_of
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket
from mdo.kernel.deadlines.listing import Deadlines
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.fields.columns import Kind
from models.archives import SheetState, SignInSheet
from models.contracts import Contract
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.pages import Link
from views.base.words import value_in_words
from views.deadlines.pages import DeadlineLine, PartLink
from views.deadlines.screens import line_words
from views.home.pages import Bar
from views.home.week import SHOWN_WAITING
from views.security.gate import may

_WITHIN = frozenset({Bucket.LATE, Bucket.WEEK, Bucket.MONTH, Bucket.QUARTER})
_NEAR_FULL = frozenset({Use.WATCHED, Use.FULL, Use.EXCEEDED})
_BARS = 6


def decisions(deadlines: Deadlines) -> tuple[DeadlineLine, ...]:
    """The decisions on contracts that fall within three months, the earliest first."""
    kinds = frozenset(code for code, kind in KINDS.items() if kind.is_decision)
    wanted = DeadlineQuery(buckets=_WITHIN, kinds=kinds)
    return line_words(deadlines.page(wanted, limit=SHOWN_WAITING, with_places=False))


def sheets_awaiting() -> Link | None:
    """The sign-in sheets that wait for their visa, for who records it."""
    if not may("can_edit", "EliminationView"):
        return None
    of_them = and_(due_clause(context_of(db.session).today), SignInSheet.state == SheetState.AWAITED.value)
    count = db.session.scalar(select(func.count()).select_from(SignInSheet).where(of_them)) or 0
    if not count:
        return None
    words = ngettext("%(num)d sign-in sheet waits for its visa", "%(num)d sign-in sheets wait for their visa", count)
    return Link(words, url_for("EliminationView.list", f_state=SheetState.AWAITED.value))


def used(running: Sequence[tuple[Contract, Balance]]) -> dict[str, Any]:
    """What is used of each contract that runs, the fullest first, and of those past 80 % together.

    As parts of the first page. A lump sum is whole from its first day: it is left out.
    """
    known = [(row, of, of.share) for row, of in running if not of.is_whole]
    found = sorted(((row, of, share) for row, of, share in known if share is not None), key=lambda line: -line[2])
    watched = [of for _, of, _ in found if of.use in _NEAR_FULL]
    count, total = len(watched), sum_of(watched)
    most = format_percent(WATCHED_SHARE / 100)
    title, note = gettext("No contract has used %(share)s of what it allows", share=most), ""
    if count:
        title = ngettext(
            "%(num)d contract has used %(share)s or more",
            "%(num)d contracts have used %(share)s or more",
            count,
            share=most,
        )
        note = gettext(
            "%(used)s used of %(ceiling)s before tax, %(left)s left.",
            used=value_in_words(total.used, Kind.AMOUNT),
            ceiling=value_in_words(total.ceiling, Kind.AMOUNT),
            left=value_in_words(total.left, Kind.AMOUNT),
        )
    bars = tuple(
        Bar(
            row.title,
            PartLink(row.title, round(share), url_for("ContractView.show", pk=row.id)),
            min(float(share) / 100, 1),
            text=format_percent(share / 100),
        )
        for row, _, share in found[:_BARS]
    )
    return {"used": bars, "used_title": title, "used_note": note}
