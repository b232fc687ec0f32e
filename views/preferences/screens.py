"""What anyone signed in chooses for her own pages: language, theme, rows, digest, shortcut; the password."""

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, redirect, request, session, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import lazy_gettext, refresh
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField
from wtforms.validators import InputRequired

from config import LANGUAGES
from mdo.kernel.base.context import through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.preferences.own_settings import PAGE_SIZES, choose_rows, choose_theme, preference_of
from mdo.kernel.preferences.pins import PinnedRow, named_in, pin, unpin
from models.accounts import User
from models.journal import Door
from models.preferences import ColourTheme, Preference
from views.accounts.password import change_own_password
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome, save_changes, save_new, sign_opening
from views.base.entries import PINNED
from views.base.fields import ChoiceField, YesNoField
from views.base.forms import RecordForm, form_data
from views.base.pages import Crumb, FormPage
from views.base.pinning import KnownRow, known, pins_of_reader
from views.base.rendering import render
from views.base.requests import safe_target
from views.base.undoing import commit_undoable, flash_undoable
from views.security.gate import current_identity, require_identity
from views.security.locale import SESSION_KEY, choose_locale
from views.security.storage import recording
from views.security.theme import remember, theme_named

_FIELDS = ("locale", "theme", "page_size", "has_compact_rows", "receives_digest", "has_shortcuts", "shares_evenings")
_LABELS = {name: lazy_gettext(FIELD_LABELS[Preference][name]) for name in _FIELDS}
_REQUIRED = [InputRequired(lazy_gettext("Choose an item of the list."))]


class OptionField(SelectField):
    """One of a few choices."""

    render_kind = "radio"

    @property
    def choices_for_render(self) -> list[tuple[str, str, bool]]:
        """(value, words, is selected) for the template."""
        return [(str(item.value), str(item.label), item.value == self.data) for item in self.choices]


class ThemeField(ChoiceField):
    """The colours of the pages."""

    render_kind = "radio"


class PreferenceForm(RecordForm):
    """The choices of an account's holder; the language is stored on the account."""

    locale = OptionField(
        _LABELS["locale"],
        _REQUIRED,
        choices=[SelectChoice(code, language["name"]) for code, language in LANGUAGES.items()],
    )
    theme = ThemeField(
        _LABELS["theme"],
        _REQUIRED,
        enum=ColourTheme,
        choices=(),
        description=lazy_gettext("“As my device” follows the choice of your computer or telephone, day and night."),
    )
    page_size = OptionField(
        _LABELS["page_size"], _REQUIRED, coerce=int, choices=[SelectChoice(size, str(size)) for size in PAGE_SIZES]
    )
    has_compact_rows = YesNoField(
        _LABELS["has_compact_rows"], description=lazy_gettext("More lines of a list on the screen, closer together.")
    )
    receives_digest = YesNoField(
        lazy_gettext("Receive the daily digest"),
        description=lazy_gettext(
            "An e-mail of what is late and what comes next, for you alone. "
            "It leaves on working mornings, once the administrator has switched sending on; never when it is empty."
        ),
    )
    has_shortcuts = YesNoField(
        lazy_gettext("Open the search with the key /"),
        description=lazy_gettext(
            "Untick it when a key pressed alone gets in your way, for example with speech input. "
            "Ctrl + K opens the search in any case."
        ),
    )
    shares_evenings = YesNoField(
        lazy_gettext("Share my evening hours"),
        description=lazy_gettext(
            "The head of the mission and management then read your number of evenings and your total of each month; "
            "not your meetings. Unticked, you alone read them."
        ),
    )


class PreferenceView(BaseView):
    """The signed-in user's own settings: language, theme, rows per page, digest, shortcut, password."""

    route_base = "/mon-compte"
    default_view = "edit"

    @expose("/", methods=["GET", "POST"])
    def edit(self) -> Any:
        identity = require_identity()
        row = preference_of(db.session, identity.id)
        form = PreferenceForm(data=form_data(row, _FIELDS) | {"locale": choose_locale()})
        if request.method != "POST":
            form.opened.data = sign_opening(row, _FIELDS)
            return _page(form, SaveOutcome())
        through(db.session, Door.FORM, gettext("My preferences"))
        outcome = SaveOutcome()
        if form.validate():
            outcome = _save(form, row)
            if outcome.row is not None:
                return _saved(outcome.row, outcome.entry_id)
        form.opened.data = outcome.opened or request.form.get("opened", "")
        return _page(form, outcome)

    @expose("/mot-de-passe", methods=["GET", "POST"])
    def password(self) -> Any:
        return change_own_password()

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

    @expose("/epingler", methods=["POST"])
    def pin(self) -> Response:
        """Puts a record that the reader sees at the top of her menu; the answer leads back to it."""
        row, shown = _posted_row()
        through(db.session, Door.FORM, gettext("Pin to the menu"))
        try:
            pin(db.session, require_identity().id, row, pins_of_reader())
        except RuleViolation as refused:
            db.session.rollback()
            flash(refused.text(gettext), "danger")
        else:
            flash_undoable(gettext("Pinned to the menu: %(what)s.", what=shown.title), commit_undoable())
        return redirect(shown.url, 303)

    @expose("/detacher", methods=["POST"])
    def unpin(self) -> Response:
        """Takes a record off the reader's menu."""
        row, shown = _posted_row()
        through(db.session, Door.FORM, gettext("Unpin"))
        unpin(db.session, require_identity().id, row)
        flash_undoable(gettext("No longer pinned: %(what)s.", what=shown.title), commit_undoable())
        return redirect(shown.url, 303)

    @expose("/theme", methods=["POST"])
    def theme(self) -> Response:
        """Changes the theme, in this browser and, once signed in, for the account. The script asks for no page back."""
        chosen = theme_named(request.form.get("theme", ""))
        if chosen is None:
            abort(400)
        identity = current_identity()
        if identity is not None:
            choose_theme(db.session, identity.id, chosen)
            db.session.commit()
        answer = _back()
        remember(answer, chosen)
        return answer

    @expose("/lignes", methods=["POST"])
    def rows(self) -> Response:
        """Makes the rows of the reader's lists compact or as they are. The script asks for no page back."""
        chosen = request.form.get("rows", "")
        if chosen not in {"compact", "usual"}:
            abort(400)
        choose_rows(db.session, require_identity().id, are_compact=chosen == "compact")
        db.session.commit()
        return _back()


def _posted_row() -> tuple[PinnedRow, KnownRow]:
    """The record that a form names, which the reader sees and which one pins; 404 for any other."""
    require_identity()
    rows = [row for row in named_in(request.form.get("row", "")) if row.view in PINNED]
    found = known(rows[:1])
    if not found:
        abort(404)
    return next(iter(found.items()))


def _back() -> Response:
    if request.accept_mimetypes.best == "application/json":
        return FlaskResponse(status=204)
    return redirect(safe_target(request.form.get("next", "")), 303)


def _save(form: PreferenceForm, row: Preference) -> SaveOutcome:
    if row.id is None:
        return save_new(form, row, _FIELDS, _no_rule)
    return save_changes(form, row, _FIELDS, _no_rule, lambda _name, value: value)


def _no_rule(_row: Preference) -> None:
    """The form's own choices are the rule."""


def _saved(row: Preference, entry_id: int | None) -> Response:
    session[SESSION_KEY] = row.locale
    refresh()
    flash_undoable(gettext("Preferences saved."), entry_id)
    answer = redirect(url_for("PreferenceView.edit"), 303)
    remember(answer, row.theme)
    return answer


def _page(form: PreferenceForm, outcome: SaveOutcome) -> Any:
    wrong = sum(1 for name in _FIELDS if form[name].errors) + len(form.form_errors)
    title = gettext("My preferences")
    page = FormPage(
        title=title,
        crumbs=(Crumb(title),),
        form=form,
        sections=(),
        action_url=url_for("PreferenceView.edit"),
        cancel_url=url_for("HomeView.index"),
        submit_label=gettext("Save"),
        conflicts=outcome.conflicts,
        error_count=wrong,
    )
    status = 409 if outcome.conflicts else 422 if wrong else 200
    return render("preferences/preferences.html", status=status, page=page)
