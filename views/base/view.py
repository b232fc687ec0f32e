"""The one base view: every screen over a table inherits it and only declares (DESIGN.md §6).

It keeps Flask-AppBuilder's routes, permissions and registration, and replaces what FAB does in them: lists, forms,
deletion and bulk actions are scoped by the session, whitelisted, capped, POST-only where they change something.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from flask import abort, flash, g, jsonify, redirect, request, url_for
from flask_appbuilder import ModelView, expose, has_access
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_appbuilder.security.decorators import permission_name
from flask_babel import gettext
from sqlalchemy import inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from mdo.columns import Column
from mdo.context import context_of, through
from mdo.errors import RuleViolation
from mdo.labels import MODEL_LABELS, field_label
from mdo.messages import N_
from mdo.scope import writable_clause
from models.journal import Door
from views.base.actions import BulkSpec
from views.base.database import db
from views.base.editing import Outcome, save_changes, save_new, sign_opening
from views.base.exporting import send_excel
from views.base.fields import MAX_ID, RelationField
from views.base.filters import Filter
from views.base.forms import RecordForm, form_class, form_data
from views.base.integrity import violation_of
from views.base.listing import all_rows, count, criteria_of, page_statement, read_state
from views.base.listpage import build_list_page
from views.base.pages import Crumb, FactGroup, FormPage, FormSection, Link, Panel, RecordPage, Related
from views.base.record import VIEW_OF_MODEL, RelatedList, fact, history, related
from views.base.relations import Relation
from views.base.rendering import render

PERSONAL = ("can_read", "PersonalData")
Sections = tuple[tuple[str, tuple[str, ...]], ...]


class BackofficeView(ModelView):
    """Base of the screens over a table. A subclass declares `model`, `columns`, `sections` and what differs.

    `sections` are titled groups of attributes (columns, or relations by name): the record page shows them, the forms
    edit those that are not in `read_only`. `personal` names the attributes that need the right to personal data.
    """

    model: ClassVar[type]
    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    sections: ClassVar[Sections] = ()
    relations: ClassVar[Mapping[str, Relation]] = {}
    related_lists: ClassVar[tuple[RelatedList, ...]] = ()
    bulk: ClassVar[tuple[BulkSpec, ...]] = ()
    help_texts: ClassVar[Mapping[str, Any]] = {}
    required: ClassVar[tuple[str, ...]] = ()
    read_only: ClassVar[frozenset[str]] = frozenset()
    personal: ClassVar[frozenset[str]] = frozenset()
    order: ClassVar[tuple[str, str]] = ("", "asc")
    can_import_kind: ClassVar[str | None] = None
    intro: ClassVar[str] = ""

    # FAB's own actions and download skip the row scope (fab.md §3); ours replace them.
    exclude_route_methods = {"action", "action_post", "download"}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "model" in cls.__dict__:
            VIEW_OF_MODEL[cls.model] = cls.__name__

    def __init__(self, **kwargs: Any) -> None:
        self.datamodel = SQLAInterface(self.model, db.session)
        super().__init__(**kwargs)

    # FAB would read every relation of the table into search and edit forms here (fab.md §0-7).
    def _init_properties(self) -> None:
        self.actions = {}
        self._related_views = []

    def _init_forms(self) -> None:
        names = self.form_fields
        self.form_type = form_class(
            self.model, names, self.relations, self.help_texts, self.required, type(self).__name__
        )

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
        """The columns that the reader may see."""
        with_personal = self.reads_personal()
        return tuple(item for item in (columns or self.columns) if with_personal or not item.is_personal)

    def hidden_fields(self) -> frozenset[str]:
        """The attributes that the reader may not see."""
        return frozenset() if self.reads_personal() else self.personal

    @property
    def form_fields(self) -> tuple[str, ...]:
        return tuple(name for _, names in self.sections for name in names if name not in self.read_only)

    # ---- List ---------------------------------------------------------------------------------------------------

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        columns = self.visible_columns()
        state = read_state(request.args, columns, self.filters, self.order)
        today = context_of(db.session).today
        criteria = [*self.base_criteria(), *criteria_of(self.model, state, today, with_private=self.reads_personal())]
        total = count(self.model, criteria)
        last_page = max((total - 1) // state.size + 1, 1)
        state = replace(state, page=min(state.page, last_page))
        rows = db.session.execute(page_statement(self.model, columns, state, criteria)).unique().all()
        return render("mdo/list.html", page=build_list_page(self, columns, state, total, rows))

    def base_criteria(self) -> tuple[Any, ...]:
        """Criteria that every list of this view has, besides the scope."""
        return ()

    @expose("/export")
    @has_access
    def export(self) -> Any:
        """The list on screen as an Excel file: same filters, search, order, columns and scope, all its pages."""
        columns = self.visible_columns()
        state = read_state(request.args, columns, self.filters, self.order)
        today = context_of(db.session).today
        criteria = [*self.base_criteria(), *criteria_of(self.model, state, today, with_private=self.reads_personal())]
        shown = [column for column in columns if column.name in state.columns]
        return send_excel(
            title=gettext(self.plural),
            columns=shown,
            rows=all_rows(self.model, columns, state, criteria),
            state=state,
            filters=self.filters,
            what=type(self).__name__,
        )

    @expose("/lookup/<string:field>")
    @has_access
    @permission_name("show")
    def lookup(self, field: str) -> Any:
        """Choices of a relation field or filter, searched on the server, 20 a page, in the reader's scope."""
        mapped = inspect(self.model).relationships.get(field)
        if mapped is None or field not in {*self.form_fields, *(item.name for item in self.filters), *self.lookups}:
            abort(404)
        page = request.args.get("page", "1")
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
        relation = self.relations.get(field, Relation())
        choices, more = relation.search(mapped.mapper.class_, request.args.get("q", "")[:200], max(number, 1))
        return jsonify(results=[{"id": row_id, "text": text} for row_id, text in choices], more=more)

    lookups: ClassVar[frozenset[str]] = frozenset()

    # ---- Record page --------------------------------------------------------------------------------------------

    def fetch(self, pk: int, *, for_update: bool = False) -> Any:
        """The row in the reader's scope, with the relations of its sections; 404 when there is none."""
        if pk > MAX_ID:
            abort(404)
        options = []
        relationships = inspect(self.model).relationships
        for _, names in self.sections:
            for name in names:
                if name in relationships:
                    loader = selectinload if relationships[name].uselist else joinedload
                    options.append(loader(getattr(self.model, name)))
        context = context_of(db.session)
        writable = writable_clause(self.model, context.scope, context.today)
        statement = select(self.model, writable).where(self.model.id == pk).options(*options, *self.extra_loads())
        if for_update:
            statement = statement.with_for_update(of=self.model)
        found = db.session.execute(statement).unique().one_or_none()
        if found is None:
            abort(404)
        row, is_writable = found
        g.setdefault("writable_rows", {})[self.model, pk] = bool(is_writable)
        return row

    def may_change(self, row: Any) -> bool:
        """Whether this record, fetched by this request, is the reader's to change."""
        known: bool = g.get("writable_rows", {}).get((self.model, row.id), False)
        return known

    def extra_loads(self) -> Sequence[Any]:
        """More relations to load with a record."""
        return ()

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        row = self.fetch(pk)
        may_open = lambda view: self.may("can_show", view)  # noqa: E731  # a one-line closure over the rights
        groups = self.fact_groups(row, may_open)
        panels, lists = self.parts(row)
        page = RecordPage(
            title=str(row),
            crumbs=(*self.crumbs(), Crumb(str(row))),
            subtitle=self.subtitle(row),
            status=self.status(row),
            actions=self.record_actions(row),
            groups=groups,
            panels=panels,
            related=lists,
            history=history(row, self.hidden_fields()),
        )
        return render("mdo/record.html", page=page)

    def fact_groups(self, row: Any, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The facts of a record, by section, without what the reader may not see."""
        groups = []
        for title, names in self.sections:
            facts = tuple(fact(row, name, may_open) for name in names if name not in self.hidden_fields())
            if facts:
                groups.append(FactGroup(self.section_title(title, row), facts))
        return tuple(groups)

    def section_title(self, title: str, row: Any | None) -> str:
        """The title of a section, which may depend on the record; None for a new one."""
        return gettext(title)

    def subtitle(self, row: Any) -> str:
        """One line under the title of a record."""
        return ""

    def status(self, row: Any) -> Any:
        """The status pill beside the title, or None."""
        return None

    def parts(self, row: Any) -> tuple[tuple[Panel, ...], tuple[Related, ...]]:
        """The panels of the record page, which have a template of their own, and its related lists, as of right."""
        lists = tuple(
            related(row, declared, self.rights_on(declared.view), self.visible_columns(declared.columns))
            for declared in self.related_lists
            if self.may("can_list", declared.view)
        )
        return (), lists

    def record_actions(self, row: Any) -> tuple[Link, ...]:
        """The buttons of a record page."""
        links = []
        rights = self.rights_on(self.class_permission_name) if self.may_change(row) else set()
        if "can_edit" in rights:
            links.append(Link(gettext("Edit"), self.url("edit", pk=row.id), "pencil", "primary"))
            links.extend(self.writer_actions(row))
        if "can_delete" in rights:
            links.append(Link(gettext("Delete"), self.url("delete", pk=row.id), "trash", "danger"))
        return tuple(links)

    def list_actions(self) -> Sequence[Link]:
        """More buttons above the list."""
        return ()

    def writer_actions(self, row: Any) -> Sequence[Link]:
        """More buttons for a reader who may change the record."""
        return ()

    def crumbs(self) -> tuple[Crumb, ...]:
        """The way to the list of this view."""
        return (Crumb(gettext(self.plural), self.url("list") if self.may("can_list") else None),)

    def url(self, method: str, **values: Any) -> str:
        """The address of a method of this view."""
        return url_for(f"{type(self).__name__}.{method}", **values)

    # ---- Forms --------------------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields())
        form = self.open_form(names)
        if request.method == "POST":
            through(db.session, Door.FORM, gettext("Creation: %(what)s", what=gettext(self.singular)))
            if form.validate():
                outcome = save_new(form, self.new_row(), names, self.check)
                if outcome.row is not None:
                    self.after_save(outcome.row, is_new=True)
                    flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                    return redirect(self.url("show", pk=outcome.row.id))
        else:
            self.preset(form)
        title = gettext("Add: %(what)s", what=gettext(self.singular))
        return self.render_form(form, names, title, self.url("add"), self.url("list"))

    def new_row(self) -> Any:
        """An empty row to fill."""
        return self.model()

    def check(self, row: Any) -> None:
        """The rules of the trade on a row about to be written. Raises RuleViolation."""

    def after_save(self, row: Any, *, is_new: bool) -> None:
        """What follows a save, in a transaction of its own."""

    def preset(self, form: RecordForm) -> None:
        """Fills an empty form from the address (`?instance=12` on a mandate); what is out of scope stays empty."""
        for name, value in request.args.items():
            if name in form and isinstance(form[name], RelationField) and value.isascii() and value.isdigit():
                field = form[name]
                if int(value) <= MAX_ID and field.fetch([int(value)]):
                    field.data = [int(value)] if field.is_multiple else int(value)

    def open_form(self, names: Sequence[str], row: Any = None) -> RecordForm:
        """The form, bound to what is posted, else to the row."""
        form: RecordForm = self.form_type(data=form_data(row, names) if row is not None else None)
        for name in self.form_fields:
            if name not in names:
                del form[name]
        return form

    @expose("/edit/<int:pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: int) -> Any:
        is_post = request.method == "POST"
        row = self.fetch(pk, for_update=is_post)
        if not self.may_change(row):
            abort(403)
        locked = self.locked_fields(row)
        names = tuple(name for name in self.form_fields if name not in self.hidden_fields() and name not in locked)
        form = self.open_form(names, row)
        outcome = Outcome()
        title = gettext("Edit: %(what)s", what=row)
        if is_post:
            through(db.session, Door.FORM, gettext("Change: %(what)s", what=row))
            if form.validate():
                outcome = save_changes(form, row, names, self.check, self.keeper(row))
                if outcome.row is not None:
                    self.after_save(outcome.row, is_new=False)
                    flash(gettext("Saved: %(what)s.", what=outcome.row), "success")
                    return redirect(self.url("show", pk=pk))
            if outcome.conflicts:
                form.opened.data = sign_opening(row, names)
            else:
                form.opened.data = request.form.get("opened", "")
        else:
            form.opened.data = sign_opening(row, names)
        return self.render_form(form, names, title, self.url("edit", pk=pk), self.url("show", pk=pk), outcome, locked, row)

    def locked_fields(self, row: Any) -> dict[str, str]:
        """Relations whose value the reader cannot see: shown in words, never in the form, which would clear them."""
        locked = {}
        relationships = inspect(self.model).relationships
        for name in self.form_fields:
            mapped = relationships.get(name)
            if mapped is None or mapped.uselist:
                continue
            if getattr(row, next(iter(mapped.local_columns)).key) is not None and getattr(row, name) is None:
                locked[name] = gettext("outside your arrondissements")
        return locked

    def keeper(self, row: Any) -> Callable[[str, Any], Any]:
        """Completes a submitted collection by the members that the form could not offer to this reader."""
        relationships = inspect(self.model).relationships
        unseen: dict[str, list[int]] = {}
        for name in self.form_fields:
            if name in relationships and relationships[name].uselist:
                ids = [item.id for item in getattr(row, name)]
                offered = (
                    self.relations.get(name, Relation()).fetch(relationships[name].mapper.class_, ids) if ids else {}
                )
                unseen[name] = [row_id for row_id in ids if row_id not in offered]
        return lambda name, value: sorted({*value, *unseen[name]}) if name in unseen else value

    def render_form(
        self,
        form: RecordForm,
        names: Sequence[str],
        title: str,
        action_url: str,
        cancel_url: str,
        outcome: Outcome | None = None,
        locked: Mapping[str, str] | None = None,
        row: Any = None,
    ) -> Any:
        """The form page; 422 when it comes back with errors, 409 with conflicts."""
        outcome, locked = outcome or Outcome(), locked or {}
        shown = {*names, *locked}
        page = FormPage(
            title=title,
            crumbs=(*self.crumbs(), Crumb(title)),
            form=form,
            sections=tuple(
                FormSection(self.section_title(section, row), fields)
                for section, section_names in self.sections
                if (fields := tuple(name for name in section_names if name in shown))
            ),
            action_url=action_url,
            cancel_url=cancel_url,
            submit_label=gettext("Save"),
            conflicts=outcome.conflicts,
            locked=dict(locked),
            error_count=sum(1 for name in names if form[name].errors) + len(form.form_errors),
        )
        labels = {name: gettext(field_label(self.model, name)) for name in locked}
        status = 409 if outcome.conflicts else 422 if page.error_count else 200
        return render("mdo/form.html", status=status, page=page, locked_labels=labels)

    # ---- Deletion and bulk actions ------------------------------------------------------------------------------

    @expose("/delete/<int:pk>", methods=["GET", "POST"])
    @has_access
    def delete(self, pk: int) -> Response | str:
        """GET asks, POST deletes: nothing changes by GET."""
        row = self.fetch(pk)
        if not self.may_change(row):
            abort(403)
        label = str(row)
        if request.method != "POST":
            return render(
                "mdo/confirm.html",
                title=gettext("Delete: %(what)s", what=label),
                question=gettext("Delete « %(what)s »? It can be restored from the journal for 90 days.", what=label),
                crumbs=(*self.crumbs(), Crumb(label, self.url("show", pk=pk)), Crumb(gettext("Delete"))),
                action_url=self.url("delete", pk=pk),
                cancel_url=self.url("show", pk=pk),
                submit_label=gettext("Delete"),
                is_danger=True,
                fields=(),
            )
        through(db.session, Door.FORM, gettext("Deletion: %(what)s", what=label))
        try:
            self.check_delete(row)
            db.session.delete(row)
            db.session.commit()
        except RuleViolation as violation:
            db.session.rollback()
            flash(violation.text(gettext), "danger")
            return redirect(self.url("show", pk=pk))
        except SQLAlchemyError as error:
            db.session.rollback()
            flash(violation_of(error, self.model.__table__, is_delete=True).text(gettext), "danger")
            return redirect(self.url("show", pk=pk))
        flash(gettext("Deleted: %(what)s.", what=label), "success")
        return redirect(self.url("list"))

    def check_delete(self, row: Any) -> None:
        """The rules of the trade on a deletion. Raises RuleViolation."""

    @expose("/bulk", methods=["POST"])
    @has_access
    @permission_name("list")
    def bulk_action(self) -> Any:
        """Runs a declared action on the ticked rows, all in scope, as one journal entry; asks first without script."""
        spec = next((item for item in self.all_bulk() if item.name == request.form.get("action")), None)
        ids = [int(value) for value in request.form.getlist("rowid") if value.isascii() and value.isdigit()]
        ids = sorted({row_id for row_id in ids if row_id <= MAX_ID})
        if spec is None:
            abort(404)
        if not self.may(spec.permission):
            abort(403)
        if not ids:
            flash(gettext("Tick at least one row first."), "warning")
            return redirect(self.url("list"))
        rows = db.session.scalars(select(self.model).where(self.model.id.in_(ids)).order_by(self.model.id)).all()
        if len(rows) != len(ids):
            abort(404)
        if spec.confirm and not request.form.get("confirmed"):
            return self.confirm_bulk(spec, ids)
        return spec.run(self, rows)

    def confirm_bulk(self, spec: BulkSpec, ids: Sequence[int]) -> Any:
        """The question asked before a bulk action, as a page."""
        hidden = (("action", spec.name), ("confirmed", "1"), *(("rowid", str(row_id)) for row_id in ids))
        return render(
            "mdo/confirm.html",
            title=gettext(spec.label),
            question=gettext(spec.confirm) + " " + gettext("Rows: %(count)d.", count=len(ids)),
            crumbs=(*self.crumbs(), Crumb(gettext(spec.label))),
            action_url=self.url("bulk_action"),
            cancel_url=self.url("list"),
            submit_label=gettext(spec.label),
            is_danger=spec.is_danger,
            fields=hidden,
        )

    def all_bulk(self) -> tuple[BulkSpec, ...]:
        """The bulk actions of this view; deletion comes with the right to delete."""
        return (*self.bulk, DELETE_ROWS) if "delete" not in self.exclude_route_methods else self.bulk


def _delete_rows(view: BackofficeView, rows: Sequence[Any]) -> Response:
    total = len(rows)
    through(db.session, Door.BULK, gettext("Deletion of %(count)d rows", count=total))
    try:
        for row in rows:
            view.check_delete(row)
            db.session.delete(row)
        db.session.commit()
    except RuleViolation as violation:
        db.session.rollback()
        flash(violation.text(gettext), "danger")
    except SQLAlchemyError as error:
        db.session.rollback()
        flash(violation_of(error, view.model.__table__, is_delete=True).text(gettext), "danger")
    else:
        flash(gettext("Rows deleted: %(count)d.", count=total), "success")
    return redirect(view.url("list"))


DELETE_ROWS = BulkSpec(
    name="delete",
    label=N_("Delete"),
    permission="can_delete",
    run=_delete_rows,
    confirm=N_("Delete the ticked rows? They can be restored from the journal for 90 days."),
    icon="trash",
    is_danger=True,
)
