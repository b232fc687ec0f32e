"""The public page of an event and the personal link of a registration: nobody signs in.

Reading them, whoever or whatever opens them, writes nothing. What is sent is written in a session that reads one event
and writes one registration; what follows on the list is the product's own work, in the same entry of the journal.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, redirect, request, url_for
from flask_appbuilder import BaseView, expose
from flask_wtf.csrf import validate_csrf
from sqlalchemy import select
from wtforms.validators import ValidationError

from mdo.accounts.sign_in import TooManyAttempts, note_public_act
from mdo.events import public
from mdo.events.public import LinkAct, Typed
from mdo.events.registering import fill, hold_list
from mdo.kernel.base.context import AnySession, Context, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.identifiers import normalised_email
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.journal.recorder import current_entry_id, join_entry
from mdo.kernel.rights.identity import hash_of_token
from mdo.kernel.rules.row_rules import check_row
from mdo.kernel.scope.limits import Scope
from mdo.meetings.calendar_revisions import OFF
from models.base import utc_now
from models.events import Event, EventEvaluation, EventPlaces, EventQuality, EventRegistration, Food, RegistrationState
from models.journal import Door
from models.meetings import Meeting
from views.base.catalogues import gettext
from views.base.rendering import render
from views.base.words import moment_in_words, value_in_words
from views.events.messages import Said, queue_message
from views.events.page import QUESTIONS, state_in_words
from views.meetings.page import when_in_words, where_in_words
from views.security.storage import reading, reading_as, recording, recording_as

_BY_PAGE = N_("Public page")
_ACTS = {LinkAct.CONFIRM: N_("I confirm: I am coming"), LinkAct.CANCEL: N_("I cancel my registration")}
# What the journal calls each operation: no name, since who never confirms is erased.
_DONE = {
    LinkAct.CONFIRM: N_("Confirmed by the personal link: %(event)s"),
    LinkAct.CANCEL: N_("Cancelled by the personal link: %(event)s"),
}
_UNKNOWN = N_(
    "It may be cut, or this event takes no registration any more. Open the link of the last message that you received, "
    "or answer to the address that sent it."
)
_LONGEST_COMMENT = 2_000
# Seconds that an answer takes at least: a new address is longer to write than one already there, which this hides.
SHORTEST_ANSWER = 0.6


def _check_token() -> None:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        abort(400)


def _unknown() -> Response:
    """The same page for an address that was never given and for one that is no more."""
    return render("meetings/reply_unknown.html", 404, title=gettext("This link opens nothing"), words=gettext(_UNKNOWN))


def _context(
    event: Event, session: AnySession, *, registration_id: int | None = None, made: frozenset[str] = frozenset()
) -> Context:
    """One event with its sessions and places, and one registration to write."""
    rows = {("Event", event.id)}
    for model in (Meeting, EventPlaces):
        rows |= {
            (model.__name__, number) for number in session.scalars(select(model.id).where(model.event_id == event.id))
        }
    written = frozenset() if registration_id is None else frozenset({("EventRegistration", registration_id)})
    scope = Scope.of_rows(frozenset(rows), written, made)
    return Context(scope=scope, today=today_in_paris(), door=Door.PUBLIC_PAGE, actor_name=gettext(_BY_PAGE))


def _limited(what: str, page: Callable[[str], Response]) -> Response | None:
    """Counts what is sent, as attempts to sign in are; the page with a refusal where it is too much."""
    try:
        with recording() as recorder:
            note_public_act(recorder, what, request.remote_addr or "?", utc_now())
    except TooManyAttempts as refusal:
        refused = page(refusal.text(gettext))
        refused.status_code = 429
        refused.headers["Retry-After"] = str(refusal.retry_after)
        return refused
    return None


def _event_words(session: AnySession, event: Event) -> dict[str, Any]:
    meetings = session.scalars(
        select(Meeting)
        .where(Meeting.event_id == event.id, Meeting.state.not_in(OFF))
        .order_by(Meeting.start_at, Meeting.id)
    ).all()
    return {
        "event": event.title,
        "programme": (event.programme or "").splitlines(),
        "sessions": [(meeting.title, when_in_words(meeting), where_in_words(meeting)) for meeting in meetings],
    }


# ---- The page --------------------------------------------------------------------------------------------------------


class EventPageView(BaseView):
    """The page of an event on which anybody registers, while it is open."""

    route_base = "/evenement"
    default_view = "page"

    @expose("/<string:slug>", methods=["GET", "POST"])
    def page(self, slug: str) -> Any:
        """What the event is, and a form: nothing is written before it is sent."""
        found = _open_event(slug)
        if found is None:
            return _unknown()
        if request.method != "POST":
            return _form(slug, found)
        _check_token()
        typed, since = _typed(), time.monotonic()
        what = f"registration {slug} {normalised_email(typed.email)}"
        refused = _limited(what, lambda words: _form(slug, found, words))
        if refused is not None:
            return refused
        try:
            public.check_typed(typed)
            _write(slug, found, typed)
        except RuleViolation as refusal:
            return _form(slug, found, refusal.text(gettext), refusal.field or "")
        time.sleep(max(SHORTEST_ANSWER - (time.monotonic() - since), 0))
        return redirect(url_for("EventPageView.page", slug=slug, done=1), 303)


def _typed() -> Typed:
    said = request.form
    return Typed(
        said.get("name", ""),
        said.get("email", ""),
        said.get("quality", ""),
        said.get("needs", ""),
        said.get("food", ""),
        said.get("guardian", ""),
        said.get("is_minor") == "1",
    )


def _open_event(slug: str) -> Context | None:
    """The context of a page that is open, None for any other."""
    with reading() as everything:
        event = everything.scalars(select(Event).where(Event.slug == slug)).one_or_none()
        if event is None or not public.is_open(everything, event, utc_now()):
            return None
        return _context(event, everything, made=frozenset({"EventRegistration"}))


def _write(slug: str, context: Context, typed: Typed) -> None:
    """A new registration, by who asks; then the message, by the product: the same for an address already there."""
    key, now, said = current_app.config["SECRET_KEY"], utc_now(), Said.CONFIRM
    with recording_as(context) as session:
        event = session.scalars(select(Event).where(Event.slug == slug)).one()
        summary = gettext("Registration by the public page: %(event)s", event=event.title)
        through(session, Door.PUBLIC_PAGE, summary)
        hold_list(session, [event.id])
        there = public.known(session, event.id, typed.email)
        number = there.id if there is not None else public.register(session, event, typed, now).id
        entry_id = current_entry_id(session)
    with recording(actor_name=gettext(_BY_PAGE)) as session:
        through(session, Door.PUBLIC_PAGE, summary)
        if entry_id is not None:
            join_entry(session, entry_id)
        row = session.get_one(EventRegistration, number)
        if there is not None:
            if public.is_asked_again(row):
                public.ask_again(row, now)
            elif row.state is RegistrationState.OFFERED:
                said = Said.OFFERED
            elif row.confirm_by is None:
                said = Said.KNOWN
        public.give_link(row, key)
        queue_message(session, row, said)


def _form(slug: str, context: Context, error: str = "", field: str = "") -> Response:
    with reading_as(context) as session:
        event = session.scalars(select(Event).where(Event.slug == slug)).one()
        values = {**_event_words(session, event), "full": _full_in_words(public.full_for(session, event.id))}
    typed = _typed()
    return render(
        "events/public.html",
        422 if error else 200,
        title=gettext("Register"),
        **values,
        typed=typed,
        error=error,
        field=field,
        is_done=request.args.get("done") == "1" and not error,
        qualities=[(one.value, value_in_words(one)) for one in EventQuality],
        foods=[(one.value, value_in_words(one)) for one in Food],
        longest=(public.LONGEST_NAME, public.LONGEST_EMAIL, public.LONGEST_NEEDS),
        url=url_for("EventPageView.page", slug=slug),
    )


def _full_in_words(audiences: Sequence[EventQuality]) -> str:
    """What a guest reads before writing where no place is left; nothing where there is one for all."""
    if len(audiences) == len(EventQuality):
        return gettext("No place is left: you register on the waiting list, and a message comes if a place is free.")
    if not audiences:
        return ""
    return gettext(
        "No place is left for: %(audiences)s. They register on the waiting list, a message comes if a place is free.",
        audiences=", ".join(value_in_words(one) for one in audiences),
    )


# ---- The personal link -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Found:
    """The registration of a secret, with the event that it is of."""

    id: int
    context: Context


class RegistrationLinkView(BaseView):
    """What the personal link opens: where a registration stands, to confirm, to cancel, to say what it was worth."""

    route_base = "/inscription"
    default_view = "page"

    @expose("/<string:token>", methods=["GET", "POST"])
    def page(self, token: str) -> Any:
        """Nothing is written before a button is pressed."""
        found = _found(token)
        if request.method != "POST":
            return _unknown() if found is None else _link_page(token, found)
        _check_token()
        refused = _limited(
            f"registration link {found.id if found else 'of nobody'}",
            lambda words: _unknown() if found is None else _link_page(token, found, words),
        )
        if refused is not None:
            return refused
        if found is None:
            return _unknown()
        try:
            said = request.form.get("act", "")
            if said == "evaluate":
                _evaluate(found)
            elif said in set(LinkAct):
                _do(found, LinkAct(said))
        except RuleViolation as refusal:
            return _link_page(token, found, refusal.text(gettext))
        return redirect(url_for("RegistrationLinkView.page", token=token, done=1), 303)


def _found(token: str) -> _Found | None:
    """By its hash: how long that takes tells nothing about it."""
    with reading() as everything:
        asked = select(EventRegistration).where(EventRegistration.token_hash == hash_of_token(token))
        row = everything.scalars(asked).one_or_none()
        if row is None:
            return None
        made = frozenset({"EventEvaluation"})
        return _Found(row.id, _context(row.event, everything, registration_id=row.id, made=made))


def _do(found: _Found, act: LinkAct) -> None:
    now = utc_now()
    with recording_as(found.context) as session:
        row = session.get_one(EventRegistration, found.id)
        event_id = row.event_id
        through(session, Door.PUBLIC_PAGE, gettext(_DONE[act], event=row.event.title))
        if not public.do(session, row, act, now):
            return
        entry_id = current_entry_id(session)
    with recording(actor_name=gettext(_BY_PAGE)) as session:
        if entry_id is not None:
            join_entry(session, entry_id)
        for promoted in fill(session, event_id, now):
            if promoted.email:
                public.give_link(promoted, current_app.config["SECRET_KEY"])
                queue_message(session, promoted, Said.OFFERED)


def _evaluate(found: _Found) -> None:
    """An answer that nothing ties to its author, but that she gave one."""
    marks: dict[str, int | None] = {}
    for name in QUESTIONS:
        text = request.form.get(name, "")
        marks[name] = int(text) if text in {"1", "2", "3", "4", "5"} else None
    if marks["overall"] is None:
        raise RuleViolation(N_("Give a mark to the whole, from 1 to 5."))
    with recording_as(found.context) as session:
        row = session.get_one(EventRegistration, found.id, with_for_update=True)
        if not public.may_evaluate(session, row):
            return
        through(session, Door.PUBLIC_PAGE, gettext("Answer by the personal link: %(event)s", event=row.event.title))
        row.has_evaluated = True
        answer = EventEvaluation(
            event_id=row.event_id, comment=request.form.get("comment", "").strip()[:_LONGEST_COMMENT] or None, **marks
        )
        session.add(answer)
        check_row(session, answer, today_in_paris())


def _link_page(token: str, found: _Found, error: str = "") -> Response:
    with reading_as(found.context) as session:
        row = session.get_one(EventRegistration, found.id)
        acts = public.acts_of(session, row, utc_now())
        values = {
            **_event_words(session, row.event),
            "state": state_in_words(session, row),
            "confirm_by": "" if row.confirm_by is None or not acts else moment_in_words(row.confirm_by),
            "acts": [(act.value, gettext(_ACTS[act]), act is LinkAct.CONFIRM) for act in acts],
            "asks_evaluation": public.may_evaluate(session, row),
            "has_evaluated": row.has_evaluated,
        }
    return render(
        "events/link.html",
        422 if error else 200,
        title=gettext("Your registration"),
        **values,
        error=error,
        is_done=request.args.get("done") == "1" and not error,
        longest=_LONGEST_COMMENT,
        url=url_for("RegistrationLinkView.page", token=token),
    )
