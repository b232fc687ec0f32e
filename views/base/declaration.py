"""What a screen over a table declares, what its reader may do, and how its rows are fetched."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import abort, g, url_for
from flask_appbuilder import ModelView
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import inspect, select
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column, loader_of
from mdo.kernel.fields.tables import TABLES, Table
from mdo.kernel.labels import MODEL_LABELS
from mdo.kernel.scope.clauses import writable_clause
from mdo.kernel.scope.reading import ROW_BY_ROW
from views.base.actions import BulkSpec
from views.base.beside import Beside
from views.base.catalogues import gettext
from views.base.coming_back import address_of_list, came_from, list_asked
from views.base.database import db
from views.base.fields import MAX_ID
from views.base.filters import Filter
from views.base.forms import form_class
from views.base.listing import ListState
from views.base.not_found import missing_row
from views.base.pages import Crumb, KeptWords
from views.base.readymade import ReadyView
from views.base.record import VIEW_OF_MODEL, RelatedList
from views.base.relations import CHOICES, Relation

PERSONAL = ("can_read", "PersonalData")
Sections = tuple[tuple[str, tuple[str, ...]], ...]


class DeclaredView(ModelView):
    """Base of the screens over a table. A subclass declares `model` and what differs.

    `sections` are titled groups of attributes (columns, or relations by name): the record page shows them, the forms
    edit those that are not in `read_only`. `personal` names the attributes that need the right to personal data.
    These, and `columns`, are those of the table's fields (`mdo/<domain>/fields.py`) where the subclass says nothing.
    """

    model: ClassVar[type[Any]]
    columns: ClassVar[tuple[Column, ...]] = ()
    # Those of the list where they are not those of its file, and what it reads beside its rows.
    listed: ClassVar[tuple[Column, ...]] = ()
    beside: ClassVar[Beside | None] = None
    # Columns of the file that one of the list stands for, by its name.
    in_file: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    filters: ClassVar[tuple[Filter, ...]] = ()
    sections: ClassVar[Sections] = ()
    relations: ClassVar[Mapping[str, Relation]] = {}
    related_lists: ClassVar[tuple[RelatedList, ...]] = ()
    bulk: ClassVar[tuple[BulkSpec, ...]] = ()
    # What « duplicate » copies to a new form, and what « save and add another » keeps: never a code, a date of one's
    # own or a contact.
    copied: ClassVar[tuple[str, ...]] = ()
    carried: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[tuple[str, ...]] = ()
    read_only: ClassVar[frozenset[str]] = frozenset()
    personal: ClassVar[frozenset[str]] = frozenset()
    # Columns that name a row with its heading, where it is deleted from a list.
    named_by: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, str]] = ("", "asc")
    can_import_kind: ClassVar[str] = ""
    kept_words: ClassVar[KeptWords] = KeptWords()
    ready_views: ClassVar[tuple[ReadyView, ...]] = ()
    intro: ClassVar[str] = ""
    # What the list is for, said where it is empty, before what to do; `empty_text` says both by itself.
    empty_for: ClassVar[str] = ""
    # What to do then, for who may not add a row.
    empty_does: ClassVar[str] = N_("What is written elsewhere comes here by itself.")
    empty_text: ClassVar[str] = ""

    # FAB's own actions and download skip the row scope; ours replace them.
    exclude_route_methods = {"action", "action_post", "download"}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "edit" in cls.exclude_route_methods:
            cls.exclude_route_methods = {*cls.exclude_route_methods, "version"}
        if "model" in cls.__dict__:
            VIEW_OF_MODEL[cls.model] = cls.__name__
            if cls.model in TABLES:
                cls._take_fields(TABLES[cls.model])

    @classmethod
    def _take_fields(cls, table: Table) -> None:
        """What the fields say, where the view says nothing."""
        told = cls.__dict__
        if "columns" not in told:
            cls.columns = table.columns()
        for name in {"sections", "read_only", "personal"} - told.keys():
            setattr(cls, name, getattr(table, name))

    def __init__(self, **kwargs: Any) -> None:
        self.datamodel = SQLAInterface(self.model, db.session)
        super().__init__(**kwargs)

    # FAB would read every relation of the table into search and edit forms here.
    def _init_properties(self) -> None:
        self.actions: dict[str, Any] = {}
        self._related_views: list[Any] = []

    def _init_forms(self) -> None:
        names = self.form_fields
        relations = inspect(self.model).relationships
        targets = (relations[name].mapper.class_ for name in names if name in relations)
        missing = [target.__name__ for target in targets if target not in CHOICES]
        if missing and not {"add", "edit"} <= set(self.exclude_route_methods):
            raise ValueError(
                f"{type(self).__name__} offers rows of {', '.join(missing)}: no `choices` of views/<domain>/domain.py "
                "say in which order."
            )
        self.form_type = form_class(self.model, names, self.relations, self.required, type(self).__name__)

    def _init_titles(self) -> None:
        singular, plural = MODEL_LABELS[self.model]
        self.singular, self.plural = singular, plural

    def get_uninit_inner_views(self) -> list[Any]:
        return []

    # ---- What the reader may do ---------------------------------------------------------------------------------

    def may(self, permission: str, view: str | None = None) -> bool:
        """Whether the reader has a right on a view (this one by default)."""
        if self.appbuilder is None:
            return False  # FAB reads every attribute of a view while it builds it (baseviews.py:242)
        granted: bool = self.appbuilder.sm.has_access(permission, view or self.class_permission_name)
        return granted

    def rights_on(self, view: str) -> set[str]:
        """The rights of the reader on a view, without those for which it has no page."""
        names = ("can_list", "can_show", "can_add", "can_edit", "can_delete", "can_export")
        target = next((item for item in self.appbuilder.baseviews if type(item).__name__ == view), self)
        without_page = {f"can_{method}" for method in target.exclude_route_methods}
        return {name for name in names if name not in without_page and self.may(name, view)}

    def reads_personal(self) -> bool:
        """Whether the reader has the right to personal data."""
        return self.may(*PERSONAL)

    def visible_columns(self, columns: Sequence[Column] | None = None) -> tuple[Column, ...]:
        """The columns that the reader may see: those of the list unless others are given."""
        with_personal = self.reads_personal()
        found = tuple(
            item for item in (columns or self.listed or self.columns) if with_personal or not item.is_personal
        )
        asks = self.beside.columns if self.beside is not None and columns is None else {}
        return tuple(item for item in found if item.name not in asks or self.may("can_list", asks[item.name]))

    def as_shown(self, columns: Sequence[Column], state: ListState) -> Sequence[Column]:
        """Those of its columns that the list and its files show."""
        return [column for column in columns if column.name in state.columns]

    def on_screen(self, shown: Sequence[Column], rows: Sequence[Any], state: ListState) -> Sequence[Column]:
        """The columns of a page of the list, with the values that are read beside its rows."""
        if self.beside is None:
            return shown
        return self.beside.told(db.session, [row.id for row in rows], state, shown)

    def file_columns(self) -> tuple[Column, ...]:
        """Those of the files of the list: their order is a contract."""
        return self.visible_columns(self.columns) if self.listed else self.visible_columns()

    def file_args(self, args: MultiDict[str, str]) -> MultiDict[str, str]:
        """What a file is asked for by the address of its list: the columns that files have."""
        if not self.listed or "cols" not in args:
            return args
        found = args.copy()
        known = {column.name for column in self.columns}
        chosen = [part for value in args.getlist("cols") for part in value.split(",")]
        names = [name for part in chosen for name in self.in_file.get(part, (part,)) if name in known]
        found.setlist("cols", [",".join(dict.fromkeys(names))] if names else [])
        return found

    def may_import(self) -> bool:
        """Whether the reader may import rows of this list."""
        return bool(self.can_import_kind) and self.may("can_add") and self.may("can_import", "ImportView")

    def hidden_fields(self) -> frozenset[str]:
        """The attributes that the reader may not see."""
        return frozenset() if self.reads_personal() else self.personal

    @property
    def kept_name(self) -> str:
        """The name under which the saved views of this list are stored."""
        return type(self).__name__

    def kept_under(self, name: str) -> Any:
        """This view when it has the list whose saved views are stored under the name; None otherwise."""
        return self if name == self.kept_name and "list" not in self.exclude_route_methods else None

    @property
    def form_fields(self) -> tuple[str, ...]:
        return tuple(name for _, names in self.sections for name in names if name not in self.read_only)

    # ---- Rows and addresses -------------------------------------------------------------------------------------

    def fetch(self, pk: int, *, for_update: bool = False, with_facts: bool = True) -> Any:
        """The row in the reader's scope; 404 when there is none. `with_facts` loads the relations of its sections."""
        if pk > MAX_ID:
            abort(404)
        options = []
        relationships = inspect(self.model).relationships
        for _, names in self.sections if with_facts else ():
            for name in names:
                if name in relationships:
                    relation = getattr(self.model, name)
                    options.append(loader_of(relation)(relation))
        context = context_of(db.session)
        writable = writable_clause(self.model, context.scope, context.today, row_by_row=True)
        statement = select(self.model, writable).where(self.model.id == pk).options(*options, *self.extra_loads())
        if for_update:
            statement = statement.with_for_update(of=self.model)
        found = db.session.execute(statement, execution_options=ROW_BY_ROW).unique().one_or_none()
        if found is None:
            raise missing_row(self.model, pk)
        row, is_writable = found
        g.setdefault("writable_rows", {})[self.model, pk] = bool(is_writable)
        g.fetched = (self, pk)
        return row

    def may_change(self, row: Any) -> bool:
        """Whether this record, fetched by this request, is the reader's to change."""
        known: bool = g.get("writable_rows", {}).get((self.model, row.id), False)
        return known

    def extra_loads(self) -> Sequence[Any]:
        """More relations to load with a record."""
        return ()

    def section_title(self, title: str, row: Any | None) -> str:
        """The title of a section, which may depend on the record; None for a new one."""
        return gettext(title)

    def crumbs(self) -> tuple[Crumb, ...]:
        """The way to the list of this view."""
        if not self.may("can_list"):
            return (Crumb(gettext(self.plural)),)
        return (Crumb(gettext(self.plural), address_of_list(self, list_asked(self, came_from()) or "")),)

    def url(self, method: str, **values: Any) -> str:
        """The address of a method of this view."""
        return url_for(f"{type(self).__name__}.{method}", **values)
