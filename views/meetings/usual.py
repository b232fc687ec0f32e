"""The form of a new meeting proposes what the last one of its body had (static/js/meeting-form.js)."""

from collections.abc import Sequence
from typing import Any

from flask import jsonify, request
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name

from mdo.meetings.usual import Usual, usual_of
from models.meetings import MeetingKind
from views.base.database import db
from views.base.fields import posted_ids
from views.base.forms import RecordForm
from views.base.view import BackofficeView
from views.base.words import value_in_words


class UsualMeetings(BackofficeView):
    """A screen of meetings whose new ones begin as the last one did."""

    def preset(self, form: RecordForm) -> None:
        super().preset(form)
        if request.args.getlist("copy") or form["instance"].data is None:
            return
        for name, value in _values(usual_of(db.session, form["instance"].data, form["kind"].data)).items():
            if name in form and not form[name].data:
                form[name].data = value

    def add_page(self, form: RecordForm, names: Sequence[str]) -> Any:
        if "title" in form:
            minutes = usual_of(db.session, form["instance"].data, form["kind"].data).minutes
            form["title"].render_kw = {"data-usual": self.url("usual"), "data-minutes": minutes}
        return super().add_page(form, names)

    @expose("/habitudes")
    @has_access
    @permission_name("add")
    def usual(self) -> Any:
        """What is proposed for the body and the kind that the address names."""
        body = next(iter(posted_ids(request.args.getlist("instance")[:1])), None)
        said = request.args.get("kind", "")
        found = usual_of(db.session, body, MeetingKind(said) if said in set(MeetingKind) else None)
        return jsonify(**_values(found), minutes=found.minutes)


def _values(found: Usual) -> dict[str, Any]:
    title = found.title or (value_in_words(found.kind) if found.kind is not None else "")
    return {"kind": found.kind, "title": title, "place": found.place, "room": found.room}
