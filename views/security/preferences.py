"""What anyone signed in may change about oneself: the password and the language."""

from typing import Any

from flask import abort, current_app, flash, redirect, request, session, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import gettext, lazy_gettext, refresh
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField
from wtforms.validators import EqualTo, InputRequired

from mdo.accounts import end_sessions, set_password
from mdo.errors import RuleViolation
from mdo.identity import Identity
from mdo.messages import N_
from mdo.passwords import MINIMUM_LENGTH, MINIMUM_LENGTH_ADMIN
from mdo.roles import ADMIN
from mdo.sessions import today_in_paris
from mdo.sign_in import TooManyAttempts, begin_attempt, mark_success, verified_user_id
from models.accounts import User
from models.base import utc_now
from views.base.pages import Crumb
from views.base.rendering import render
from views.security.gate import current_identity, require_identity
from views.security.locale import SESSION_KEY
from views.security.sign_in import safe_target
from views.security.storage import reading, recording

_REQUIRED = lazy_gettext("Fill this field.")


class SecretField(PasswordField):
    """A password, which password managers may fill and pasting is allowed in."""

    render_kind = "password"


class PasswordForm(FlaskForm):
    """A change of password; the current one is asked again (ASVS 6.2.3)."""

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


class PreferenceView(BaseView):
    """The own account."""

    route_base = "/mon-compte"
    default_view = "password"

    @expose("/mot-de-passe", methods=["GET", "POST"])
    def password(self) -> Any:
        identity = require_identity()
        form = PasswordForm()
        if request.method != "POST":
            return _password_page(form, identity)
        if not form.validate():
            return _password_page(form, identity, 422)
        try:
            ended = _change_password(identity, form.current.data or "", form.password.data or "")
        except TooManyAttempts as refusal:
            form.current.errors = [refusal.text(gettext)]
            response = _password_page(form, identity, 429)
            response.headers["Retry-After"] = str(refusal.retry_after)
            return response
        except RuleViolation as refusal:
            form[refusal.field or "password"].errors = [refusal.text(gettext)]
            return _password_page(form, identity, 422)
        current_app.logger.info("password changed account=%s sessions-ended=%s", identity.id, ended)
        flash(
            gettext("Password changed. Your sessions on other devices were ended: %(count)d.", count=ended), "success"
        )
        return redirect(url_for("HomeView.index"), 303)

    @expose("/langue", methods=["POST"])
    def language(self) -> Response:
        """Changes the language, for the session and, once signed in, for the account."""
        chosen = request.form.get("language", "")
        if chosen not in current_app.config["LANGUAGES"]:
            abort(400)
        identity = current_identity()
        if identity is not None:
            with recording(actor_id=identity.id, actor_name=identity.full_name) as recorder:
                recorder.get_one(User, identity.id).locale = chosen
        session[SESSION_KEY] = chosen
        refresh()
        return redirect(safe_target(request.form.get("next", "")), 303)


def _change_password(identity: Identity, current: str, new: str) -> int:
    """Checks the current password within the limit of sign-in, then changes it; returns the sessions ended."""
    now = utc_now()
    with recording() as recorder:
        attempt_id = begin_attempt(recorder, identity.username, request.remote_addr or "?", now)
    with reading() as reader:
        user_id = verified_user_id(reader, identity.username, current, today_in_paris())
    if user_id != identity.id:
        raise RuleViolation(N_("This is not your current password."), field="current")
    with recording(actor_id=identity.id, actor_name=identity.full_name) as recorder:
        mark_success(recorder, attempt_id)
        user = recorder.get_one(User, identity.id)
        set_password(user, new)
        return end_sessions(recorder, identity.id, except_id=identity.session_id)


def _password_page(form: PasswordForm, identity: Identity, status: int = 200) -> Any:
    title = gettext("Change my password")
    is_for_admin = ADMIN in identity.rights.role_codes
    return render(
        "security/password.html",
        status=status,
        title=title,
        crumbs=(Crumb(title),),
        form=form,
        minimum=MINIMUM_LENGTH_ADMIN if is_for_admin else MINIMUM_LENGTH,
    )
