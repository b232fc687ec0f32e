"""The forms of documents: files added, several at once, or an address; what is said of one, changed."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import inspect, select
from wtforms import MultipleFileField
from wtforms.validators import DataRequired, Optional

from mdo.documents.locking import check_kind
from mdo.documents.packages import FILE_TYPES, SentFile, file_of
from mdo.documents.row_rules import check_day
from mdo.documents.versions import Shelf
from mdo.kernel.base.context import context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.base.messages import N_
from mdo.kernel.rules.row_rules import check_row
from models.documents import CARRIERS, MADE_KINDS, Document, DocumentKind
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import add_violation
from views.base.fields import ChoiceField, DayField, TextField
from views.base.forms import RecordForm, longest, within_bounds

LONGEST_TITLE = 120
_ONE_OF_TWO = N_("A file or an address, not both: empty one of them.")
_FILE_IS_NO_LINK = N_("A file that is kept here is of another kind: « link to the server » is for what stays there.")
_CHOOSE = N_("Choose a file first.")
_ONE_TITLE = N_("A title is for one document: leave it empty, and each bears the name of its file.")
_OF_FILE = N_("Nothing was kept, because of « %(name)s ». %(why)s")
_BY_HAND = tuple(kind for kind in DocumentKind if kind not in MADE_KINDS)
_OF_FILES = tuple(kind for kind in _BY_HAND if kind is not DocumentKind.SERVER_LINK)
_COLUMNS = inspect(Document).columns


class FilesField(MultipleFileField):
    """Several files of the kinds that are taken."""

    render_kind = "file"


def _day() -> DayField:
    return DayField(
        lazy_gettext("Day of the document"),
        [Optional(), within_bounds(_COLUMNS["dated_on"])],
        description=lazy_gettext("The day that it bears: of the letter, of the signature, of the picture."),
    )


class AddingForm(RecordForm):
    """Files, or the address of what stays on a server, with what is said of them."""

    file = FilesField(
        lazy_gettext("Files (document)"),
        description=lazy_gettext(
            "One or several: PDF, Word, Excel, LibreOffice, PowerPoint, pictures and scans, e-mails (.eml, .msg) or "
            "text, without macros; at most 20 MB in all."
        ),
        render_kw={"accept": ",".join(FILE_TYPES), "multiple": True},
    )
    kind = ChoiceField(lazy_gettext("Kind of document"), [Optional()], enum=DocumentKind, choices=())
    title = TextField(
        lazy_gettext("Title (empty: the name of the file)"),
        [Optional(), longest(LONGEST_TITLE)],
        description=lazy_gettext("With the title and the kind of a document that is there, it is its next version."),
    )
    dated_on = _day()
    link = TextField(
        lazy_gettext("Or where it is on the server"),
        [Optional(), longest(1000)],
        description=lazy_gettext("A path or an address, instead of a file: nothing is copied here."),
    )
    shown = ("file", "kind", "title", "dated_on", "link")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.kind.offered = _BY_HAND
        if self.kind.data is None and not self.kind.errors:
            self.kind.data = DocumentKind.ATTACHMENT

    def refuse(self, refusal: RuleViolation) -> None:
        """Says a refusal at its field, or at that of the files."""
        named = refusal.field if refusal.field in self.shown else "file"
        if named == refusal.field:
            add_violation(self, refusal)
        else:
            self.file.errors = [*self.file.errors, refusal.text(gettext)]


def keep_all(form: AddingForm, shelf: Shelf, owner_id: int) -> str:
    """Keeps what a form brings, all of it or nothing; returns what is told. Flushes. Raises RuleViolation."""
    sent = [upload for upload in form.file.data or () if getattr(upload, "filename", "")]
    title = " ".join((form.title.data or "").split())
    link, day = (form.link.data or "").strip(), form.dated_on.data
    kind = form.kind.data or DocumentKind.ATTACHMENT
    check_day(day, context_of(db.session).today)
    if link and sent:
        raise RuleViolation(_ONE_OF_TWO, field="link")
    if link or (kind is DocumentKind.SERVER_LINK and not sent):
        kept = shelf.keep_link(db.session, owner_id, title, link, day)
        return gettext("Attached: %(what)s, version %(number)s.", what=kept.title, number=kept.number)
    check_kind(kind)
    if kind is DocumentKind.SERVER_LINK:
        raise RuleViolation(_FILE_IS_NO_LINK, field="kind")
    if not sent:
        raise RuleViolation(_CHOOSE, field="file")
    if title and len(sent) > 1:
        raise RuleViolation(_ONE_TITLE, field="title")
    files = [_read(upload, is_alone=len(sent) == 1) for upload in sent]
    kept_files = [
        shelf.keep(db.session, owner_id, kind, title or file.name[:LONGEST_TITLE], file, day) for file in files
    ]
    if len(kept_files) > 1:
        return gettext("Attached: %(count)d files.", count=len(kept_files))
    (only,) = kept_files
    return gettext("Attached: %(what)s, version %(number)s.", what=only.title, number=only.number)


def _read(upload: Any, *, is_alone: bool) -> SentFile:
    try:
        return file_of(upload.filename, upload.read())
    except RuleViolation as refusal:
        if is_alone:
            raise
        raise RuleViolation(_OF_FILE, field="file", name=upload.filename, why=refusal) from refusal


class FileChangeForm(RecordForm):
    """What is said of a file."""

    names = ("title", "kind", "dated_on")
    title = TextField(lazy_gettext("Title"), [DataRequired(lazy_gettext("Fill this field.")), longest(LONGEST_TITLE)])
    kind = ChoiceField(
        lazy_gettext("Kind of document"),
        [DataRequired(lazy_gettext("Fill this field."))],
        enum=DocumentKind,
        choices=(),
    )
    dated_on = _day()

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.kind.offered = _OF_FILES


class LinkChangeForm(RecordForm):
    """What is said of an address, and the address."""

    names = ("title", "link", "dated_on")
    title = TextField(lazy_gettext("Title"), [DataRequired(lazy_gettext("Fill this field.")), longest(LONGEST_TITLE)])
    link = TextField(
        lazy_gettext("Where it is on the server"), [DataRequired(lazy_gettext("Fill this field.")), longest(1000)]
    )
    dated_on = _day()


def check_change(row: Document) -> None:
    """The rules of a document that a form changed; its other versions bear its new title and kind with it."""
    check_row(db.session, row, context_of(db.session).today)
    state: Any = inspect(row)
    was = {
        name: (state.attrs[name].history.deleted or (getattr(row, name),))[0]
        for name in (*CARRIERS, "kind", "title", "media_type")
    }
    if (was["kind"], was["title"]) == (row.kind, row.title):
        return
    with db.session.no_autoflush:
        others = db.session.scalars(select(Document).filter_by(**was).where(Document.id != row.id)).all()
    for other in others:
        other.title, other.kind = row.title, row.kind
