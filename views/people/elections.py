"""After an election: who follows each body from now on, typed, by arrondissement or pasted; then one undoable act."""

import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import MultiDict
from wtforms.validators import InputRequired

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import PARIS
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS, MODEL_LABELS
from mdo.kernel.workbook.layout import Book, WrittenSheet
from mdo.kernel.workbook.reader import read_workbook
from mdo.kernel.workbook.writer import write_workbook
from mdo.people.elections import (
    Outcome,
    Succession,
    bodies_followed,
    check_day,
    followed_by,
    key_of,
    newcomers,
    successions,
    write,
)
from mdo.people.pasted_officials import lines_of, read_pasted
from models.instances import Instance
from models.journal import Door
from models.people import Person
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.exporting import XLSX, as_attachment, note
from views.base.fields import DayField, LongTextField
from views.base.integrity import violation_of
from views.base.kept import keeps_typing, typed_again
from views.base.pages import Crumb
from views.base.rendering import render
from views.base.undoing import commit_undoable, flash_undoable
from views.people.look_alikes import LookAlike, who_is_it

_LONGEST, _MOST_TEXT, _MOST_BYTES = 160, 50_000, 5 << 20
_WHOLE_CITY = 0
# The word over the column that the page reads back.
_OFFICIAL = FIELD_LABELS[Instance]["elected_official"]


class ElectionForm(FlaskForm):
    """The day of the change, and lines copied from a workbook."""

    day = DayField(
        lazy_gettext("Day of the change"),
        [InputRequired(lazy_gettext("Fill this field."))],
        description=lazy_gettext("Mandates of those who leave end the day before."),
    )
    pasted = LongTextField(
        lazy_gettext("Lines copied from a workbook"),
        description=lazy_gettext(
            "Two cells a line: the body, then its élu·e, or with their headers. They go to the table below."
        ),
    )


class ElectionView(BaseView):
    """The mission's act: it writes all bodies and mandates, and takes back the people that it makes."""

    route_base = "/elus-apres-une-election"
    default_view = "replace"

    @expose("/", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def replace(self) -> Any:
        """Who follows each body from now on, after a preview, as one operation."""
        return elections_page()


def elections_page() -> Any:
    """GET asks; POST shows what would change, then makes it (`then=apply`), as one entry of the journal."""
    typed, today = typed_again(), context_of(db.session).today
    sent = request.form if typed is None else typed
    page = _Page(sent)
    if request.method != "POST" and typed is None:
        page.form.day.data = today
        return page.show()
    page.take_pasted()
    if not page.form.validate():
        return page.show(status=422)
    page.look()
    if typed is None and sent.get("then") == "keep":
        return page.file()
    is_asked = typed is None and sent.get("then") == "apply"
    is_other = page.seen() != sent.get("seen")
    is_right = page.try_out(max(page.form.day.data, today))
    try:
        check_day(page.form.day.data, today)
    except RuleViolation as violation:
        page.to_come = violation.text(gettext)
        if is_asked:
            page.form.day.errors = [page.to_come]
        return page.show(status=422 if is_asked or page.is_left else 200)
    if is_asked and is_other:
        flash(gettext("What you saw is no longer what would change: look again, then replace."), "warning")
        return page.show(status=409)
    if not is_asked or not is_right or not page.written or page.is_left:
        return page.show(status=422 if page.is_left or (is_asked and not is_right) else 200)
    count = len(page.written)
    try:
        entry_id = commit_undoable()
    except (RuleViolation, SQLAlchemyError) as error:
        db.session.rollback()
        refusal = error if isinstance(error, RuleViolation) else violation_of(error, Instance.__table__)
        flash(refusal.text(gettext), "danger")
        return redirect(url_for("ElectionView.replace"))
    flash_undoable(
        ngettext("The élu·e of %(num)d body is replaced.", "The élu·es of %(num)d bodies are replaced.", count),
        entry_id,
    )
    return redirect(url_for("InstanceView.list"))


class _Page:
    """What was typed, what it makes of each body, and who the newcomers are."""

    def __init__(self, sent: MultiDict[str, str]) -> None:
        self.sent = sent
        self.form = ElectionForm(formdata=sent or None)
        self.bodies = bodies_followed(db.session)
        self.typed = {body.id: sent.get(f"body_{body.id}", "").strip()[:_LONGEST] for body in self.bodies}
        self.by_place = {number: sent.get(f"place_{number}", "").strip()[:_LONGEST] for number in self._places()}
        self.left: list[str] = []
        self.unreadable = ""
        self.to_come = ""  # what is said of a day that has not come: it is prepared, and replaced on that day
        self.found: list[Succession] = []
        self.written: list[Succession] = []
        self.questions: list[tuple[str, LookAlike]] = []
        self.people: dict[str, Person | None] = {}

    def _places(self) -> dict[int, str]:
        """The arrondissements that have a body, and the whole city, with their names."""
        found = {place.number: place.name for body in self.bodies for place in body.arrondissements}
        return dict(sorted(found.items())) | ({_WHOLE_CITY: gettext("whole city")} if self.bodies else {})

    def take_pasted(self) -> None:
        """The lines that name a body, copied or of a workbook, go to its cell; the others stay to be corrected."""
        found, self.left = read_pasted((self.form.pasted.data or "")[:_MOST_TEXT], self.bodies)
        sent = request.files.get("workbook")
        content = sent.stream.read(_MOST_BYTES + 1) if sent is not None and sent.filename else b""
        if content:
            try:
                of_file, left = read_pasted(lines_of(read_workbook(content)), self.bodies)
            except RuleViolation as violation:
                self.unreadable = violation.text(gettext)
            else:
                found, self.left = found | of_file, self.left + left
        self.typed |= {body_id: name[:_LONGEST] for body_id, name in found.items()}
        self.form.pasted.process_data("\n".join(self.left))
        self.form.pasted.raw_data = None

    @property
    def is_left(self) -> bool:
        """Whether something that was sent could not be read."""
        return bool(self.left or self.unreadable)

    def _answers(self) -> dict[int, str]:
        """What is said of each body: its own cell, else the answer of its arrondissement."""
        return {
            body.id: self.typed[body.id]
            or next((self.by_place[number] for number in _numbers(body) if self.by_place.get(number)), "")
            for body in self.bodies
        }

    def look(self) -> None:
        """What the answers make of the bodies, and the questions about the newcomers."""
        self.found = successions(db.session, self.bodies, self._answers(), self.form.day.data)
        for name, people in newcomers(db.session, self.found).items():
            key = key_of(name)
            form = LookAlike(formdata=self.sent, prefix=key, meta={"csrf": False})
            who = who_is_it(form, people, is_told=bool(self.sent.get("seen")))
            if not people:
                self.people[key] = None
                continue
            self.questions.append((name, form))
            if who is not None:
                self.people[key] = who.person

    def seen(self) -> str:
        """What the reader saw, to be compared with what is about to change."""
        said = [f"{self.form.day.data}"]
        for item in self.found:
            if item.is_written:
                rows = " ".join(f"{row.id}.{row.version}" for row in (item.body, *item.ended))
                said.append(f"{rows} {item.new} {item.account and item.account.id}")
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    def try_out(self, today: Any) -> bool:
        """Writes it all in the session, unflushed; whether no rule refuses any of it."""
        through(db.session, Door.BULK, gettext("Élu·es replaced after an election"))
        self._seen = self.seen()
        self.written = write(db.session, self.found, self.form.day.data, today, self.people)
        return all(item.refusal is None for item in self.written)

    def file(self) -> Any:
        """What was answered, as a workbook that this page takes back."""
        answers, title = self._answers(), gettext("After an election: replace the élu·es")
        columns = (
            Column("name", N_("Body"), lambda body, today: body.name, width=44),
            Column("code", FIELD_LABELS[Instance]["code"], lambda body, today: body.code, width=16),
            Column("old", N_("Élu·e today"), lambda body, today: followed_by(body) or None, width=32),
            Column("new", _OFFICIAL, lambda body, today: answers[body.id] or None, width=32),
        )
        sheet = WrittenSheet(title, columns, self.bodies)
        context = context_of(db.session)
        book = Book(
            title, [sheet], context.today, gettext, dt.datetime.now(PARIS), author=context.actor_name, has_about=False
        )
        stream = io.BytesIO()
        write_workbook(stream, book)
        response = as_attachment(Response(stream.getvalue(), mimetype=XLSX), title, "xlsx")
        note("ElectionView", gettext("none"), len(self.bodies))
        return response

    def show(self, status: int = 200) -> Any:
        title = gettext("After an election: replace the élu·es")
        list_url = url_for("InstanceView.list")
        counts = Counter(item.outcome for item in self.found)
        said = {item.body.id: _in_words(item) for item in self.found}
        if self.unreadable:
            self.form.pasted.errors = [self.unreadable]
        elif self.left:
            self.form.pasted.errors = [
                ngettext("%(num)d line names no body, or several: correct it, or write in the table.",
                         "%(num)d lines name no body, or several: correct them, or write in the table.",
                         len(self.left))
            ]  # fmt: skip
        places = self._places()
        # A preview says first what a rule refuses, then what changes, then what has no answer.
        places_in = {
            item.body.id: 0 if item.refusal is not None else 1 if item.is_written else 2 for item in self.found
        }
        rows = [
            {
                "id": body.id,
                "name": body.name,
                "place": ", ".join(place.name for place in body.arrondissements) or gettext("whole city"),
                "old": followed_by(body) if not self.found else said[body.id]["old"],
                "typed": self.typed[body.id],
                **({} if not self.found else {"said": said[body.id]}),
            }
            for body in sorted(self.bodies, key=lambda body: places_in.get(body.id, 0))
        ]
        refused = sum(1 for item in self.written if item.refusal is not None)
        values: Mapping[str, Any] = {
            "title": title,
            "crumbs": (Crumb(gettext(MODEL_LABELS[Instance][1]), list_url), Crumb(title)),
            "form": self.form,
            "rows": rows,
            "places": [(number, name, self.by_place.get(number, "")) for number, name in places.items()],
            "questions": self.questions,
            "is_asked": bool(self.found),
            "changed": len(self.written),
            "refused": refused,
            "to_come": self.to_come,
            "same": counts[Outcome.SAME],
            "silent": counts[Outcome.NO_ANSWER],
            "blind": sum(1 for item in self.written if item.new and item.account is None),
            "seen": getattr(self, "_seen", ""),
            "action_url": url_for("ElectionView.replace"),
            "cancel_url": list_url,
        }
        db.session.rollback()  # what was tried is not kept
        return render("people/elections.html", status=status, **values)


def _numbers(body: Instance) -> Sequence[int]:
    return sorted(place.number for place in body.arrondissements) or (_WHOLE_CITY,)


def _in_words(item: Succession) -> dict[str, Any]:
    """What becomes of a body, for its line."""
    notes = []
    if item.account is not None:
        notes.append(gettext("reads with the account %(who)s", who=item.account.username))
    if item.ended:
        notes.append(
            ngettext("%(num)d mandate ends, one begins", "%(num)d mandates end, as many begin", len(item.ended))
            if item.new
            else ngettext("%(num)d mandate ends", "%(num)d mandates end", len(item.ended))
        )
    if item.remark:
        notes.append(gettext(item.remark))
    return {
        "old": item.old,
        "new": item.new,
        "outcome": item.outcome.value,
        "notes": notes,
        "refusal": item.refusal.text(gettext) if item.refusal is not None else "",
    }
