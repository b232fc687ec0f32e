"""The change of one's own password; the current one is asked again (ASVS 6.2.3)."""

from typing import Any

from flask import current_app, flash, redirect, request, url_for
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from mdo.accounts.passwords import MINIMUM_LENGTH, MINIMUM_LENGTH_ADMIN
from mdo.accounts.rules import end_sessions, set_password
from mdo.accounts.sign_in import TooManyAttempts, begin_attempt, mark_success, verified_user_id
from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.rights.identity import Identity
from mdo.kernel.rights.roles import ADMIN
from models.accounts import User
from models.base import utc_now
from models.journal import Door
from views.base.catalogues import gettext
from views.base.pages import Crumb
from views.base.rendering import render
from views.security.gate import require_identity
from views.security.storage import reading, recording

_REQUIRED = lazy_gettext("Fill this field.")


class SecretField(PasswordField):
    """A password, which password managers may fill and pasting is allowed in."""

    render_kind = "password"


class PasswordForm(FlaskForm):
    """The password one has, and twice the one to come."""

    current = SecretField(
        lazy_gettext("Current password"), [InputRequired(_REQUIRED)], render_kw={"autocomplete": "current-password"}
    )
    password = SecretField(
        lazy_gettext("New password"), [InputRequired(_REQUIRED)], render_kw={"autocomplete": "new-password"}
    )
    repeated = SecretField(
        lazy_gettext("New password, again"),
        [InputRequired(_REQUIRED), EqualTo("password", lazy_gettext("Not the same as the new password."))],
        render_kw={"autocomplete": "new-password"},
    )


def change_own_password() -> Any:
    """The page of the form, and what it posts."""
    identity = require_identity()
    form = PasswordForm()
    if request.method != "POST":
        return _page(form, identity)
    if not form.validate():
        return _page(form, identity, 422)
    try:
        ended = _change(identity, form.current.data or "", form.password.data or "")
    except TooManyAttempts as refusal:
        form.current.errors = [refusal.text(gettext)]
        response = _page(form, identity, 429)
        response.headers["Retry-After"] = str(refusal.retry_after)
        return response
    except RuleViolation as refusal:
        form[refusal.field or "password"].errors = [refusal.text(gettext)]
        return _page(form, identity, 422)
    current_app.logger.info("password changed account=%s sessions-ended=%s", identity.id, ended)
    ended_words = gettext("Your sessions on other devices were ended: %(count)d.", count=ended) if ended else ""
    flash(" ".join(filter(None, (gettext("Password changed."), ended_words))), "success")
    return redirect(url_for("HomeView.index"), 303)


def _change(identity: Identity, current: str, new: str) -> int:
    """Checks the current password within the limit of sign-in, then changes it; returns the sessions ended."""
    now = utc_now()
    with recording() as recorder:
        attempt_id = begin_attempt(recorder, identity.username, request.remote_addr or "?", now)
    with reading() as reader:
        user_id = verified_user_id(reader, identity.username, current, today_in_paris())
    if user_id != identity.id:
        raise RuleViolation(N_("This is not your current password."), field="current")
    if new == current:
        raise RuleViolation(N_("This is your current password: choose another one."), field="password")
    with recording(actor_id=identity.id, actor_name=identity.full_name) as recorder:
        through(recorder, Door.FORM, gettext("Change my password"))
        mark_success(recorder, attempt_id)
        user = recorder.get_one(User, identity.id)
        set_password(user, new)
        return end_sessions(recorder, identity.id, except_id=identity.session_id)


def _page(form: PasswordForm, identity: Identity, status: int = 200) -> Any:
    title = gettext("Change my password")
    is_for_admin = ADMIN in identity.rights.role_codes
    return render(
        "accounts/password.html",
        status=status,
        title=title,
        crumbs=(Crumb(title),)
        if identity.must_change_password
        else (Crumb(gettext("My preferences"), url_for("PreferenceView.edit")), Crumb(title)),
        form=form,
        minimum=MINIMUM_LENGTH_ADMIN if is_for_admin else MINIMUM_LENGTH,
        is_asked_for=identity.must_change_password,
    )
