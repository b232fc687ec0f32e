"""Signing in and out."""

import logging
from typing import Any

from flask import current_app, g, redirect, request, session, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from config import Settings
from mdo.accounts.sign_in import (
    LONGEST_NAME,
    LONGEST_PASSWORD,
    SignedIn,
    TooManyAttempts,
    begin_attempt,
    close_session,
    open_session,
    verified_user_id,
)
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import today_in_paris
from models.base import utc_now
from views.base.catalogues import gettext
from views.base.kept import ENDED, KEPT, TOKEN_KEY, end_of_session, path_of
from views.base.rendering import render
from views.base.requests import safe_target
from views.security.gate import current_identity
from views.security.locale import SESSION_KEY
from views.security.storage import reading, recording

_WRONG = N_("The user name or the password is wrong, or the account is closed.")
_log = logging.getLogger(__name__)


class SignInForm(FlaskForm):
    """Who one is."""

    username = StringField(lazy_gettext("User name or e-mail"), [InputRequired(), Length(max=LONGEST_NAME)])
    password = PasswordField(lazy_gettext("Password"), [InputRequired(), Length(max=LONGEST_PASSWORD)])


class AuthView(BaseView):
    """The sign-in page, and signing out by POST."""

    route_base = ""
    default_view = "login"

    @expose("/login/", methods=["GET", "POST"])
    def login(self) -> Any:
        target = safe_target(request.values.get("next", ""))
        if current_identity() is not None:
            return redirect(target)
        if g.get("kept"):
            return _page(SignInForm(formdata=None), target, status=401)
        form = SignInForm()
        if request.method != "POST":
            return _page(form, target)
        if not form.validate():
            return _page(form, target, gettext(_WRONG), 422)
        try:
            signed_in = _try(form.username.data, form.password.data)
        except TooManyAttempts as refusal:
            _log.warning("sign-in limited address=%r", request.remote_addr)
            response = _page(form, target, refusal.text(gettext), 429)
            response.headers["Retry-After"] = str(refusal.retry_after)
            return response
        if signed_in is None:
            _log.info("sign-in failed address=%r", request.remote_addr)
            return _page(form, target, gettext(_WRONG), 422)
        _log.info("sign-in account=%s address=%r", signed_in.user_id, request.remote_addr)
        _begin(signed_in)
        path = path_of(request.form.get(KEPT, ""), signed_in.user_id)
        if path:
            title = gettext("You are signed in again")
            return render("accounts/resume.html", title=title, path=path, kept=request.form[KEPT])
        return redirect(target, 303)

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Response:
        identity = current_identity()
        if identity is not None:
            with recording(actor_id=identity.id, actor_name=identity.full_name) as recorder:
                close_session(recorder, identity.session_id, utc_now())
        _forget()
        return redirect(url_for("AuthView.login"), 303)


def _page(form: SignInForm, target: str, error: str = "", status: int = 200) -> Any:
    shown = "" if target == url_for("HomeView.index") else target
    kept = g.get("kept") or request.form.get(KEPT, "")
    return render("accounts/sign_in.html", status=status, form=form, error=error, next=shown, kept=kept)


def _try(name: str, password: str) -> SignedIn | None:
    """Three short transactions: the attempt is on record before the password is looked at, and that takes no lock."""
    now = utc_now()
    settings: Settings = current_app.extensions["mdo_settings"]
    with recording() as recorder:
        attempt_id = begin_attempt(recorder, name, request.remote_addr or "?", now)
    with reading() as reader:
        user_id = verified_user_id(reader, name, password, today_in_paris(), refuse_demo=settings.is_production)
    if user_id is None:
        return None
    with recording() as recorder:
        return open_session(recorder, user_id, attempt_id, now)


def _begin(signed_in: SignedIn) -> None:
    """A new session in the browser: nothing of the earlier one stays but the language, its CSRF token neither."""
    _forget()
    session.pop(ENDED, None)
    session[TOKEN_KEY] = signed_in.token
    g.pop("csrf_token", None)


def _forget() -> None:
    """Empties the cookie but of the language, and of whose session has ended."""
    end_of_session()
    kept = {name: session[name] for name in (SESSION_KEY, ENDED) if name in session}
    session.clear()
    session.update(kept)
