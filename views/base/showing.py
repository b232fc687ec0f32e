"""The record page: header, what is missing, facts, and tabs of which only the open one is read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from flask import abort, request
from flask_appbuilder import expose, has_access

from mdo.kernel.base.context import context_of
from mdo.kernel.labels import field_label
from models.base import Record
from views.base.catalogues import gettext
from views.base.coming_back import BACK, came_from, onward
from views.base.database import db
from views.base.history import history_page
from views.base.pages import Cell, Crumb, FactGroup, Gap, Link, Panel, RecordPage, TabContent
from views.base.pin_link import pin_link
from views.base.pinning import note_opening
from views.base.record import RelatedList, TabSource, fact, open_tab, related, tabs_of
from views.base.rendering import render
from views.base.requests import page_number
from views.base.series import step_of
from views.base.versions import VersionView
from views.base.words import moment_of


class RecordView(VersionView):
    """Shows a record and its tabs."""

    # The title of the tab that holds the facts; where it is empty they stand before the tabs.
    sheet: ClassVar[str] = ""

    @expose("/show/<int:pk>")
    @has_access
    def show(self, pk: int) -> Any:
        """The record with one tab open; `?fragment=1` answers with the content of that tab alone."""
        wanted = request.args.get("tab", "")
        if "fragment" in request.args:
            source = open_tab(self.tabs(self.fetch(pk, with_facts=False)), wanted)
            if source is None or source.name != wanted:
                abort(404)
            return render("base/record_tab.html", content=source.fill())
        row = self.fetch(pk)
        may_open = lambda view: self.may("can_show", view)  # noqa: E731  # a one-line closure over the rights
        sources = self.tabs(row)
        chosen = open_tab(sources, wanted)
        lead = self.lead(row)
        step = step_of(self, pk, "show")
        kept = {} if step is None else {BACK: came_from()}
        page = RecordPage(
            title=self.title_of(row),
            crumbs=(*self.crumbs(), *self.parents(row), Crumb(self.title_of(row))),
            subtitle=self.subtitle(row),
            belongs_to=self.belongs_to(row),
            status=self.status(row),
            actions=(*self.record_actions(row), *pin_link(type(self).__name__, pk)),
            groups=self.fact_groups(row, may_open) if lead is None and not self.sheet else (),
            lead=lead,
            tabs=tabs_of(sources, chosen, lambda name: self.url("show", pk=pk, tab=name, **kept)),
            content=chosen.fill() if chosen is not None else None,
            gap=self.gap(row),
            changed=moment_of(row.updated_at, context_of(db.session).today) if isinstance(row, Record) else None,
            window_title=self.window_title(row),
            step=step,
            address=self.url("show", pk=pk, **kept) if kept and BACK not in request.args else "",
        )
        answer = render("base/record.html", page=page)
        note_opening(type(self).__name__, pk)
        return answer

    def belongs_to(self, row: Any) -> Cell | None:
        """What its subtitle ends with, which leads to the record that it belongs to."""
        return None

    def parents(self, row: Any) -> tuple[Crumb, ...]:
        """The records that a record is a part of, between the list and itself."""
        return ()

    def window_title(self, row: Any) -> str:
        """What a row is called in titles: told from the others of its name, and from another view of the same row."""
        return self.called(row)

    def fact_groups(self, row: Any, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The facts of a record, by section, without what the reader may not see."""
        groups = []
        for title, names in self.sections:
            facts = tuple(fact(row, name, may_open) for name in names if name not in self.hidden_fields())
            if facts:
                groups.append(FactGroup(self.section_title(title, row), facts))
        return tuple(groups)

    def lead(self, row: Any) -> Panel | None:
        """A panel that stands in place of the facts, or None."""
        return None

    def subtitle(self, row: Any) -> str:
        """One line under the title of a record."""
        return ""

    def status(self, row: Any) -> Cell | None:
        """The status pill beside the title, or None."""
        return None

    def tabs(self, row: Any) -> tuple[TabSource, ...]:
        """The tabs of the record page that this reader may open: related lists, then the history."""
        lists = tuple(
            self.list_tab(row, declared) for declared in self.related_lists if self.may("can_list", declared.listed_by)
        )
        return (*lists, *self.sheet_tab(row), self.history_tab(row))

    def sheet_tab(self, row: Any) -> tuple[TabSource, ...]:
        """The facts as a tab, for a page that opens on something else."""
        if not self.sheet:
            return ()
        title = gettext(self.sheet)

        def fill() -> TabContent:
            groups = self.fact_groups(row, lambda view: self.may("can_show", view))
            return TabContent("sheet", title, (Panel(title, "base/panels/sheet.html", {"groups": groups}),))

        return (TabSource("sheet", title, fill),)

    def list_tab(self, row: Any, declared: RelatedList) -> TabSource:
        """The tab of a related list."""
        title = declared.heading
        columns = self.visible_columns(declared.columns)
        return TabSource(
            declared.name,
            title,
            lambda: TabContent(
                declared.name, title, related=related(row, declared, self.rights_on(declared.listed_by), columns)
            ),
            (declared.model, declared.where(row)),
        )

    def history_tab(self, row: Any) -> TabSource:
        """The tab of what happened to the record."""
        title = gettext("History")
        page = page_number()
        url_of = lambda number: self.url("show", pk=row.id, tab="history", page=number)  # noqa: E731  # one line
        links = self.may("can_show", "JournalView")
        may_restore = "can_edit" in self.rights_on(self.class_permission_name) and self.may_change(row)
        version_url = (lambda change: self.url("version", pk=row.id, change_id=change)) if may_restore else None
        return TabSource(
            "history",
            title,
            lambda: TabContent(
                "history",
                title,
                history=history_page(row, self.hidden_fields(), page, url_of, version_url, links=links),
            ),
        )

    def gap(self, row: Any) -> Gap | None:
        """What makes the record « to complete », as far as this reader may see it; None when nothing is missing."""
        names = [name for name in self.missing(row) if name not in self.hidden_fields()]
        if not names:
            return None
        may_edit = self.may("can_edit") and self.may_change(row)
        return Gap(
            tuple(gettext(field_label(self.model, name)) for name in names),
            self.why_complete(),
            self.url("edit", pk=row.id, _anchor=names[0]) if may_edit else None,
        )

    def missing(self, row: Any) -> Sequence[str]:
        """The attributes that the mission wants filled and that are not."""
        return ()

    def why_complete(self) -> str:
        """What an incomplete record is left out of, in a sentence."""
        return ""

    def record_actions(self, row: Any) -> tuple[Link, ...]:
        """The buttons of a record page: the act that comes next first, then « edit »."""
        links: list[Link] = []
        rights = self.rights_on(self.class_permission_name) if self.may_change(row) else set()
        if "can_edit" in rights:
            url = self.url("edit", pk=row.id, **onward(self, row.id))
            edit = Link(gettext("Edit"), url, "pencil", "primary", act="edit")
            acts = self.act_links(row)
            if acts and acts[0].style == "primary":
                links = [acts[0], replace(edit, style="secondary"), *acts[1:], *self.writer_actions(row)]
            else:
                links = [edit, *acts, *self.writer_actions(row)]
        if self.copied and "can_add" in self.rights_on(self.class_permission_name) and self.may_copy(row):
            links.append(Link(gettext("Duplicate"), self.url("add", copy=row.id), "copy"))
        if "can_delete" in rights:
            links.append(
                Link(
                    gettext("Delete"),
                    self.url("delete", pk=row.id),
                    "trash",
                    "danger",
                    confirm=self.deletion_question(row),
                    act="delete",
                )
            )
        kept = self.kept_from(row)
        return tuple(link for link in links if link.act not in kept)

    def may_copy(self, row: Any) -> bool:
        """Whether a copy of the record would be the reader's to write, for who may add one."""
        return True

    def may_act(self, is_writable: bool, rights: set[str]) -> bool:
        """Whether the line of a row offers its press, from whether the reader may change it and her rights here."""
        return is_writable and "can_edit" in rights

    def row_act(self, row: Any) -> Link | None:
        """The one press that its line in the list offers to who may change the row; `confirm` explains it."""
        return None

    def writer_actions(self, row: Any) -> Sequence[Link]:
        """More buttons for a reader who may change the record."""
        return ()
