"""From the state and the rows of a list to the page that the template lays out."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.search.walking import is_kept
from views.base.catalogues import gettext, number_in_words
from views.base.choices import PanelChoices, read_choices
from views.base.database import db
from views.base.deleting import bulk_question
from views.base.filters import BooleanFilter, DateFilter, DayFilter, EnumFilter, Filter, RelationFilter
from views.base.found_in import searched_columns, with_reasons
from views.base.listing import PAGE_SIZES, Ignored, ListState, PageOfList, Size, arguments_of, last_page
from views.base.pages import (
    BulkAction,
    Chip,
    ColumnChoice,
    Crumb,
    FilterField,
    Header,
    Link,
    ListPage,
    PageLink,
    Pagination,
    Row,
    ShownTable,
    ViewLink,
)
from views.base.readymade import ready_tabs
from views.base.record import ListLines
from views.base.removing import MAX_ROWS
from views.base.savedlists import ALL, VIEW, all_address, opens_narrowed, saved_menu
from views.base.words import full_date, header_of

_NEIGHBOURS = 2
_MOST_TOLD = 5
_LONGEST_TOLD = 40


def address(endpoint: str, args: MultiDict[str, str], **changes: Any) -> str:
    """The list's own address with some arguments replaced; repeated arguments survive (ui.md §1-4).

    Those of the path are among the changes: `args` holds what was asked after the « ? » alone.
    """
    values: dict[str, Any] = {name: args.getlist(name) for name in args if name not in _RESERVED}
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    if VIEW in values and not values.keys() - {VIEW}:
        values[ALL] = 1  # a view's name alone would open it again, with what was just taken off
    return url_for(endpoint, **values)


# Names that url_for would take for itself.
_RESERVED = frozenset({"endpoint", "_external", "_scheme", "_anchor", "_method", "self", "values"})


def build_list_page(
    view: Any,
    columns: Sequence[Column],
    state: ListState,
    choices: PanelChoices,
    size: Size,
    rows: Sequence[Any],
    *,
    is_near: bool = False,
) -> ListPage:
    """The page of a list, from its size and the rows of the page; these may hold words near to those searched."""
    endpoint = f"{type(view).__name__}.list"
    args = _settled(view, choices)
    rights = view.rights_on(view.class_permission_name)
    shown = view.as_shown(columns, state)
    active = {item.name: values for item, values in state.active}
    shown = view.on_screen(shown, [row for row, _ in rows], state)
    today = context_of(db.session).today
    lines = ListLines(shown, type(view).__name__, rights, today)
    caption = gettext(view.plural)
    tabs = ready_tabs(view, state, all_address(view, choices.saved))
    unsorted = {item.name for item in columns if item.sort and size.is_beyond and not is_kept(view.model, item)}
    offered = tuple(spec for spec in view.offered_bulk() if spec.name != "delete" or _may_go(view, rows))
    ticks = any(spec.is_reading for spec in offered)
    asked = arguments_of(state, columns, view.order)
    unoffered = {argument for item in view.filters if not item.is_offered for argument in item.arguments}
    of_page = [(name, args[name]) for name in ("size", VIEW, ALL) if name in args]
    told = _rows(view, lines, rows, rights, ticks=ticks)
    if state.query:
        searched = searched_columns(view.model, columns, state)
        told = with_reasons(told, [row for row, _ in rows], searched, state.query, today, is_near=is_near)
    table = ShownTable(
        caption=caption,
        headers=tuple(
            in_place(view, column, _header(column, state, endpoint, args, unsorted), rights) for column in shown
        ),
        rows=told,
        empty_text=_empty_text(view, state, rights, tabs),
        named_by=view.named_by,
        cell_url=view.url("cell", pk=0) if "can_edit" in rights and view.cells_of() else "",
        paste_url=url_for("ImportView.over", kind=view.can_import_kind) if view.may_import() else "",
    )
    return ListPage(
        title=caption,
        crumbs=(Crumb(caption),),
        table=table,
        pagination=pagination(state, size.total, endpoint, args, shown=len(rows), cap=size.cap),
        query=state.query,
        filters=tuple(
            filter_field(view, item, active.get(item.name, ()), choices) for item in view.filters if item.is_offered
        ),
        chips=tuple(chips_of(state, choices, endpoint, args)),
        columns=tuple(ColumnChoice(item.name, gettext(item.label), item.name in state.columns) for item in columns),
        actions=_actions(view, rights, args),
        bulk_actions=tuple(
            BulkAction(
                spec.name, gettext(spec.label), spec.icon, bulk_question(spec) if spec.confirm else "", spec.is_danger
            )
            for spec in offered
            if spec.is_listed
        ),
        bulk_url="" if "bulk_action" in view.exclude_route_methods else view.url("bulk_action"),
        bulk_most=MAX_ROWS,
        changeable=size.changeable,
        reset_url=all_address(view, choices.saved),
        asked=urlencode([*asked, *of_page]),
        kept=(*((name, value) for name, value in asked if name != "cols"), *of_page),
        hidden=(*((name, value) for name, value in asked if name in {"order", "cols"} | unoffered), *of_page),
        default_columns_url=address(endpoint, args, cols=None) if "cols" in args else "",
        saved=saved_menu(view, state, choices.saved),
        tabs=tabs,
        ignored=tuple(ignored_in_words(item) for item in state.ignored[:_MOST_TOLD]),
        order_note=_order_note(shown, unsorted, size.cap),
        search_hint=gettext("In this list (search)"),
        help=gettext(view.intro) if view.intro else "",
        is_filtered=state.is_filtered,
    )


def _settled(view: Any, choices: PanelChoices) -> MultiDict[str, str]:
    """The arguments that links go on from: where a view waits, an address says that it asks for all rows."""
    settled = request.args.copy()
    if opens_narrowed(view, choices.saved) and VIEW not in settled:
        settled[ALL] = "1"
    return settled


def _rows(view: Any, lines: ListLines, rows: Sequence[Any], rights: set[str], *, ticks: bool) -> tuple[Row, ...]:
    kept = {row.id: names for row, is_writable in rows if is_writable and (names := view.kept_from(row))}
    deletable = [row for row, is_writable in rows if is_writable and "delete" not in kept.get(row.id, ())]
    deletable = deletable if "can_delete" in rights else []
    warnings = view.delete_warnings(deletable) if deletable else {}
    apart, under = (told([row for row, _ in rows]) for told in (view.apart, view.under_headings))
    told = tuple(
        _row(
            view,
            lines,
            row,
            is_writable,
            rights,
            warnings,
            ticks=ticks,
            apart=apart.get(row.id, ""),
            why=under.get(row.id, ""),
        )
        for row, is_writable in rows
    )
    return tuple(_without(line, kept[line.id]) if line.id in kept else line for line in told)


def _may_go(view: Any, rows: Sequence[Any]) -> bool:
    """Whether a row of the page may be deleted: a list of what stays does not offer it."""
    return any("delete" not in view.kept_from(row) for row, _ in rows)


def _without(line: Row, names: Collection[str]) -> Row:
    """A line that does not offer what its row is kept from."""
    return replace(
        line,
        edit_url=None if "edit" in names else line.edit_url,
        delete_url=None if "delete" in names else line.delete_url,
    )


def _row(
    view: Any,
    lines: ListLines,
    row: Any,
    is_writable: bool,
    rights: set[str],
    warnings: Mapping[int, str],
    *,
    ticks: bool,
    apart: str,
    why: str,
) -> Row:
    line = lines.of(
        row,
        is_writable,
        can_tick=bool(is_writable) or ticks,
        delete_warning=warnings.get(row.id, ""),
        apart=apart,
        act=view.row_act(row) if view.may_act(is_writable, rights) else None,
    )
    first, *others = line.cells
    if why:
        line = replace(line, why=why)
    if first.is_empty and first.url:  # a row opens by a link that says what it opens
        line = replace(line, cells=(first._replace(text=str(row)), *others))
    return line


def ignored_in_words(item: Ignored) -> str:
    """What an address asks for in vain, as a sentence."""
    name, value = item.name[:_LONGEST_TOLD], item.value[:_LONGEST_TOLD]
    match item.kind:
        case "value":
            return gettext("“%(value)s” is not a value of the filter “%(name)s”.", value=value, name=gettext(name))
        case "filter":
            return gettext("This list has no filter “%(name)s”.", name=name)
        case "column":
            return gettext("This list has no column “%(name)s”, or you may not see it.", name=name)
        case "long":
            return gettext(
                "Beyond %(number)s rows a list is not sorted by “%(name)s”, which would take too long.",
                number=number_in_words(int(value)),
                name=gettext(name),
            )
        case _:
            return gettext("This list is not sorted by “%(name)s”.", name=name)


def _empty_text(view: Any, state: ListState, rights: set[str], tabs: Sequence[ViewLink]) -> str:
    """What an empty list says to do; a ready-made view that is empty is good news, mostly."""
    open_tab = next((tab.name for tab in tabs[:-1] if tab.is_current), "")
    if open_tab:
        return gettext("Nothing stands under « %(tab)s » today.", tab=open_tab)
    if state.is_filtered:
        return gettext("No row matches: remove a filter or change the search.")
    if view.empty_text:
        return gettext(view.empty_text)
    does = N_("Start with « Add ».") if "can_add" in rights else view.empty_does
    return f"{gettext(view.empty_for)} {gettext(does)}".strip() if view.empty_for else gettext(does)


def _order_note(shown: Sequence[Column], unsorted: set[str], cap: int) -> str:
    """Why some of the columns on screen do not sort a long list."""
    names = ", ".join(gettext(column.label) for column in shown if column.name in unsorted)
    if not names:
        return ""
    return gettext(
        "Beyond %(number)s rows a list is not sorted by these columns, which would take too long: %(names)s. Filters "
        "shorten it.",
        number=number_in_words(cap),
        names=names,
    )


def _header(
    column: Column, state: ListState, endpoint: str, args: MultiDict[str, str], unsorted: Collection[str]
) -> Header:
    direction = ""
    if column.name == state.order:
        direction = "desc" if state.is_descending else "asc"
    url = None
    if column.sort and column.name not in unsorted:
        url = address(endpoint, args, order=f"-{column.name}" if direction == "asc" else column.name, page=None)
    return header_of(column, url, direction)


def in_place(view: Any, column: Column, header: Header, rights: set[str]) -> Header:
    """The head of a column whose cells the reader changes in the list, where it is one."""
    if "can_edit" not in rights or column.name not in view.cells_of():
        return header
    return replace(header, is_in_place=True, lookup_url=view.cell_lookup(column))


def pagination(
    state: PageOfList,
    total: int,
    endpoint: str,
    args: MultiDict[str, str],
    *,
    shown: int | None = None,
    cap: int | None = None,
    **path: Any,
) -> Pagination:
    """Where one is in a list of so many rows, and the addresses of its other pages.

    `shown` is how many rows the page of a list has whose total stops beyond a `cap`. Where it has more, the pages that
    hold the rows counted have a number; one goes on from there, or back from the last page.
    """
    if shown is not None and cap is not None and total > cap:
        return _long_pagination(state, total, cap, endpoint, args, shown, **path)
    pages = max((total - 1) // state.size + 1, 1)
    return Pagination(
        page=state.page,
        pages=pages,
        first=min((state.page - 1) * state.size + 1, total),
        last=min(state.page * state.size, total),
        total=total,
        links=tuple(_numbered({1, pages, *_around(state.page, pages)}, state, endpoint, args, **path)),
        previous_url=address(endpoint, args, page=state.page - 1, **path) if state.page > 1 else None,
        next_url=address(endpoint, args, page=state.page + 1, **path) if state.page < pages else None,
        sizes=_sizes(state, endpoint, args, **path),
    )


def _long_pagination(
    state: PageOfList, total: int, cap: int, endpoint: str, args: MultiDict[str, str], shown: int, **path: Any
) -> Pagination:
    pages, from_end = cap // state.size, state.from_end
    near = {1} if from_end else {1, *_around(state.page, pages)}
    at_end = PageLink(
        gettext("Last"), address(endpoint, args, page=last_page(), **path), from_end == 1, gettext("Last page")
    )
    if from_end:
        before: str | int | None = last_page(from_end + 1) if shown == state.size else None
        after: str | int | None = last_page(from_end - 1) if from_end > 1 else None
    else:
        before = state.page - 1 if state.page > 1 else None
        after = state.page + 1 if shown == state.size else None
    begun = ((from_end or state.page) - 1) * state.size
    return Pagination(
        page=0 if from_end else state.page,
        pages=pages,
        first=begun + shown if from_end else begun + 1,
        last=begun + 1 if from_end else begun + shown,
        total=total,
        links=(*_numbered(near, state, endpoint, args, **path), PageLink("…"), at_end),
        previous_url=address(endpoint, args, page=before, **path) if before else None,
        next_url=address(endpoint, args, page=after, **path) if after else None,
        sizes=_sizes(state, endpoint, args, **path),
        is_from_end=bool(from_end),
        cap=cap,
    )


def _around(page: int, pages: int) -> range:
    return range(max(1, page - _NEIGHBOURS), min(pages, page + _NEIGHBOURS) + 1)


def _numbered(
    near: set[int], state: PageOfList, endpoint: str, args: MultiDict[str, str], **path: Any
) -> list[PageLink]:
    links: list[PageLink] = []
    for number in sorted(near):
        if links and number - int(links[-1].text) > 1:
            links.append(PageLink("…"))
        is_current = number == state.page and not state.from_end
        links.append(PageLink(str(number), address(endpoint, args, page=number, **path), is_current))
    return links


def _sizes(state: PageOfList, endpoint: str, args: MultiDict[str, str], **path: Any) -> tuple[PageLink, ...]:
    return tuple(
        PageLink(str(size), address(endpoint, args, size=size, page=None, **path), size == state.size)
        for size in PAGE_SIZES
    )


def filter_field(view: Any, item: Filter, values: tuple[str, ...], choices: PanelChoices) -> FilterField:
    """A filter as a page shows it, with what it offers; `view` answers for the search of a long table."""
    label = gettext(item.label)
    if isinstance(item, EnumFilter | BooleanFilter):
        return FilterField(item.argument, label, "choice", item.choices(), values)
    if isinstance(item, DateFilter):
        return FilterField(item.argument, label, "date_range", (), values, words=_dates_in_full(values))
    if isinstance(item, DayFilter):
        return FilterField(item.argument, label, "date", (), values, words=_dates_in_full(values))
    assert isinstance(item, RelationFilter)
    offered = list(choices.by_filter.get(item.name, []))
    if item.empty is not None:
        offered.append(("none", gettext(item.empty_label)))
    if item.is_short:
        return FilterField(item.argument, label, "choice", tuple(offered), values)
    return FilterField(item.argument, label, "relation", tuple(offered), values, view.url("lookup", field=item.name))


def _dates_in_full(values: Sequence[str]) -> tuple[str, ...]:
    """The days of a filter as the script says them beside a date that one types."""
    return tuple(full_date(dt.date.fromisoformat(value)) if value else "" for value in values)


def chips_of(state: ListState, choices: PanelChoices, endpoint: str, args: MultiDict[str, str]) -> list[Chip]:
    """The active filters in words, each with the address that leaves it out."""
    chips = []
    if state.query:
        text = gettext("Search: %(words)s", words=state.query)
        chips.append(Chip(text, address(endpoint, args, q=None, page=None)))
    for item, values in state.active:
        label = gettext(item.label)
        if isinstance(item, DateFilter):
            ends = dict.fromkeys(item.arguments)
            text = gettext("%(label)s: %(value)s", label=label, value=item.range_in_words(values))
            chips.append(Chip(text, address(endpoint, args, page=None, **ends)))
            continue
        names = choices.names(item)
        for value in values:
            rest = [other for other in values if other != value] or None
            text = gettext("%(label)s: %(value)s", label=label, value=item.words(value, names))
            chips.append(Chip(text, address(endpoint, args, page=None, **{item.argument: rest})))
    return chips


def filters_in_words(state: ListState, filters: Sequence[Filter]) -> str:
    """The search and filters of a list as one line, for the « About » sheet and the access log."""
    choices = read_choices(filters, state.active)
    parts = [gettext("Search: %(words)s", words=state.query)] if state.query else []
    for item, values in state.active:
        names = choices.names(item)
        value = (
            item.range_in_words(values)
            if isinstance(item, DateFilter)
            else ", ".join(item.words(value, names) for value in values)
        )
        parts.append(gettext("%(label)s: %(value)s", label=gettext(item.label), value=value))
    parts.extend(gettext("left out: %(sentence)s", sentence=ignored_in_words(item)) for item in state.ignored)
    return "\u202f; ".join(parts) or gettext("none")


def _actions(view: Any, rights: set[str], args: MultiDict[str, str]) -> tuple[Link, ...]:
    """The first three stand in the head of the list, the others in its menu."""
    links = list(view.list_actions())
    if "can_export" in rights:
        args = view.file_args(args)
        export = address(f"{type(view).__name__}.export", args, page=None)
        # Of the acts of the view, the first one stands beside.
        links.insert(1, Link(gettext("Excel"), export, "file-earmark-spreadsheet", is_file=True))
    if view.may_import():
        links.append(Link(gettext("Import"), url_for("ImportView.start", kind=view.can_import_kind), "upload"))
    if "can_export" in rights:
        links.extend(view.live_links(args))
        if view.may_import():
            to_edit = address(f"{type(view).__name__}.export_to_edit", args, page=None)
            links.append(Link(gettext("Export to change"), to_edit, "pencil", is_file=True))
    if "can_add" in rights and "add" not in view.exclude_route_methods:
        links.append(Link(gettext("Add"), view.url("add"), "plus-lg", "primary"))
    return tuple(links)
