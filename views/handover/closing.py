"""Closing an account: what it answers for and who takes each, then one operation that is undone in one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, request
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import and_
from sqlalchemy.exc import SQLAlchemyError

from mdo.accounts.rules import end_sessions
from mdo.handover.closing import close, closed_accounts, left_by, release, stopped_with
from mdo.handover.succession import Owned
from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.rights.accounts import is_open
from models.accounts import User
from models.journal import Door
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.fields import RelationField
from views.base.integrity import violation_of
from views.base.kept import typed_again
from views.base.pages import Crumb
from views.base.relations import Relation
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.security.storage import reading, recording

_SHOWN = 8


def closing_page(view: Any, user: User) -> Any:
    """GET shows all that goes and asks who takes each kind, the team by default; POST closes and gives."""
    today = context_of(db.session).today
    if not is_open(user.active, user.ends_on, today):
        flash(gettext("This account is closed already: what it answered for is the team's."), "info")
        return redirect(view.url("show", pk=user.id))
    left = left_by(db.session, user, today)
    typed = typed_again()
    form = _form(user.id, [kind.name for kind, _ in left if not kind.is_signed], formdata=typed)
    seen = f"{user.version} " + " ".join(f"{kind.name}={len(rows)}" for kind, rows in left)
    status = 200
    if request.method == "POST" and typed is None:
        if seen != request.form.get("seen"):
            flash(gettext("What is to hand over changed meanwhile: look again, then apply."), "warning")
            status = 409
        elif form.validate() and (done := _closed(view, user, form, left)) is not None:
            return done
        else:
            status = 422
    title = gettext("Close the account: %(who)s", who=user)
    return render(
        "handover/closing.html",
        status=status,
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(user), view.url("show", pk=user.id)), Crumb(gettext("Close the account"))),
        form=form,
        who=str(user),
        kinds=[
            {
                "label": gettext(kind.label),
                "count": len(rows),
                "names": [str(item) for item in rows[:_SHOWN]],
                "more": max(len(rows) - _SHOWN, 0),
                "field": None if kind.is_signed else form[f"to_{kind.name}"],
            }
            for kind, rows in left
        ],
        stopped=[(gettext(label), number) for label, number in stopped_with(db.session, user.id).items()],
        seen=seen,
        action_url=view.url("close", pk=user.id),
        cancel_url=view.url("show", pk=user.id),
    )


def _form(leaver_id: int, names: list[str], formdata: Any) -> FlaskForm:
    """A choice of another account for each kind, empty for the team."""
    taker = Relation(where=lambda: and_(User.active.is_(True), User.id != leaver_id), is_few=True)
    fields = {
        f"to_{name}": RelationField(
            lazy_gettext("Goes to"),
            description=lazy_gettext("Empty: the team."),
            target=User,
            fetch=lambda ids: taker.fetch(User, ids),
            options=lambda: taker.options(User),
            lookup_url=lambda: "",
        )
        for name in names
    }
    made: FlaskForm = type("ClosingForm", (FlaskForm,), fields)(**({} if formdata is None else {"formdata": formdata}))
    return made


def _closed(view: Any, user: User, form: FlaskForm, left: Sequence[tuple[Owned, Sequence[Any]]]) -> Any:
    """Closes; None where a rule refuses, which is said."""
    today, who = context_of(db.session).today, str(user)
    chosen = {field.name.removeprefix("to_"): field.data for field in form if field.name.startswith("to_")}
    takers = {name: db.session.get_one(User, row_id) for name, row_id in chosen.items() if row_id}
    through(db.session, Door.BULK, gettext("Account closed: %(who)s", who=who))
    try:
        total = close(db.session, user, takers, today)
        end_sessions(db.session, user.id)
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        refusal = error if isinstance(error, RuleViolation) else violation_of(error, User.__table__)
        flash(refusal.text(gettext), "danger")
        return None
    flash_undoable(_closed_words(who, total, takers, left), entry_id)
    return redirect(view.url("show", pk=user.id), 303)


def _closed_words(who: str, total: int, takers: Mapping[str, User], left: Sequence[tuple[Owned, Sequence[Any]]]) -> str:
    """What goes to whom: with one taker in a sentence, else how many to each."""
    numbers: Counter[str] = Counter()
    for kind, rows in left:
        if not kind.is_signed or kind.name in takers:
            taker = takers.get(kind.name)
            numbers[str(taker) if taker else gettext("The team")] += len(rows)
    if len(numbers) > 1:
        shares = ", ".join(f"{name} ({number})" for name, number in sorted(numbers.items()))
        return gettext("Account closed: %(who)s. What goes to whom: %(shares)s.", who=who, shares=shares)
    whom = next(iter(numbers), gettext("The team"))
    return ngettext(
        "Account closed: %(who)s. %(num)d object goes to: %(whom)s.",
        "Account closed: %(who)s. %(num)d objects go to: %(whom)s.",
        total,
        who=who,
        whom=whom,
    )


def release_closed() -> None:
    """Gives to the team what accounts that closed by themselves, or by another way, still answer for (a task)."""
    with reading() as session:
        today = context_of(session).today
        waiting = [
            (user.id, str(user))
            for user_id in closed_accounts(session, today)
            if (user := session.get_one(User, user_id))
            and any(not kind.is_signed for kind, _ in left_by(session, user, today))
        ]
    for user_id, who in waiting:
        with recording(actor_name="mdo worker") as session:
            through(session, Door.COMMAND, gettext("End of access: %(who)s", who=who))
            count = release(session, session.get_one(User, user_id), today)
        current_app.logger.info("what a closed account owned is the team's account=%s objects=%s", user_id, count)
