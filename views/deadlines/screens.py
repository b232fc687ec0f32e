"""« Mes échéances »: one list over every kind of dated object, its Excel file, and the rules that say when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, jsonify, redirect, request, url_for
from flask_appbuilder import BaseView, expose, has_access
from flask_appbuilder.security.decorators import permission_name
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.deadlines.columns import DEADLINE_COLUMNS, who_reads
from mdo.kernel.deadlines.declared import KINDS
from mdo.kernel.deadlines.kinds import Bucket, WhoseDeadlines
from mdo.kernel.deadlines.listing import Counts, Deadline, Deadlines, offered, usual
from mdo.kernel.deadlines.rule_columns import DEADLINE_RULE_COLUMNS
from mdo.kernel.deadlines.statements import DeadlineQuery
from mdo.kernel.deadlines.taking import row_taken, take
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS, enum_label
from mdo.kernel.rights.roles import role_in_words
from models.accounts import Role
from models.contracts import Contract
from models.deadlines import DeadlineRule
from models.instances import Instance
from models.territory import Arrondissement
from views.base.catalogues import gettext, ngettext
from views.base.choices import PanelChoices, read_choices
from views.base.database import db
from views.base.exporting import send_excel
from views.base.fields import posted_ids
from views.base.filters import BooleanFilter, EnumFilter, Filter, RelationFilter
from views.base.kept import keeps_typing
from views.base.listing import PAGE_SIZES, ListState, read_state
from views.base.listpage import address, filters_in_words, pagination
from views.base.live import LiveTable, live_link, wrong_of
from views.base.pages import Crumb, Link
from views.base.record import VIEW_OF_MODEL
from views.base.relations import Relation
from views.base.rendering import render
from views.base.requests import safe_target
from views.base.undoing import written
from views.base.view import BackofficeView
from views.base.words import date_in_words, value_in_words
from views.deadlines.pages import DeadlineLine, DeadlinePage, PartLink
from views.deadlines.putting_off import moves_of, put_off_page, take_up
from views.security.gate import current_identity, may, require_identity

WHOSE = EnumFilter("whose", N_("Whose"), WhoseDeadlines)
BUCKET = EnumFilter("bucket", N_("When"), Bucket)


class _KindFilter(Filter):
    """One or several kinds of deadlines, by their codes."""

    def is_valid(self, value: str) -> bool:
        return value in KINDS

    def choices(self) -> tuple[tuple[str, str], ...]:
        return tuple((kind.code, gettext(kind.label)) for kind in KINDS.values())

    def words(self, value: str, names: dict[str, str]) -> str:
        return gettext(KINDS[value].label)


KIND = _KindFilter("kind", N_("Kind"))
PLACE = RelationFilter(
    "arrondissement",
    FIELD_LABELS[Instance]["arrondissements"],
    Arrondissement,
    Arrondissement.name,
    Arrondissement.number,
)
BODY = RelationFilter("instance", N_("Body"), Instance, Instance.name, is_short=False)
CONTRACT = RelationFilter("contract", N_("Contract"), Contract, Contract.title, is_short=False)
FILTERS = (WHOSE, BUCKET, KIND, PLACE, BODY, CONTRACT)
LIST, EXPORT = "DeadlineView.list", "DeadlineView.export"
TONES = {Bucket.LATE: "danger", Bucket.WEEK: "warn"}
_ORDER = ("due_on", "asc")
# The kind, as mdo/requests names it, that the list of requests shows: what waits for an answer.
REQUEST_ANSWER = "request_answer"
# What the form of the page sends back and does not show.
_HIDDEN = ("f_whose", "f_bucket", "f_instance", "f_contract", "size")


class DeadlineView(BaseView):
    """What is late and what comes next, closed by one action each."""

    route_base = "/echeances"
    default_view = "list"
    # As what live links answer (views/base/live.py).
    is_live, kept_name, plural, filters, order = True, "DeadlineView", N_("My deadlines"), FILTERS, _ORDER

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        identity = current_identity()
        size = identity.page_size if identity is not None and identity.page_size else PAGE_SIZES[0]
        state = read_state(request.args, DEADLINE_COLUMNS, FILTERS, _ORDER, size)
        deadlines = Deadlines(db.session)
        counts = deadlines.count(wanted_of(state))
        wanted = wanted_of(state, usual(context_of(db.session), counts))
        total = counts.total(wanted.whose, wanted.buckets, wanted.kinds)
        state = replace(state, page=min(state.page, max((total - 1) // state.size + 1, 1)))
        lines = deadlines.page(wanted, limit=state.size, offset=(state.page - 1) * state.size) if total else []
        choices = read_choices(FILTERS, state.active)
        return render("deadlines/page.html", page=self._page(state, wanted, counts, deadlines, lines, choices))

    @expose("/export")
    @has_access
    def export(self) -> Any:
        """The list on screen as an Excel file: same filters, order and scope, all its pages."""
        deadlines = Deadlines(db.session)
        state, wanted = _asked(deadlines, request.args)
        return send_excel(
            title=gettext(self.plural),
            columns=DEADLINE_COLUMNS,
            rows=deadlines.all(wanted),
            state=state,
            filters=FILTERS,
            what=type(self).__name__,
        )

    @expose("/m-en-charger", methods=["POST"])
    @has_access
    @permission_name("list")
    def take(self) -> Any:
        """Makes the reader answer for a deadline of nobody, whose kind and row the form names."""
        kind, row_id = KINDS.get(request.form.get("kind", "")), posted_ids([request.form.get("row", "")])
        today = context_of(db.session).today
        row = row_taken(db.session, kind, row_id[0], today) if kind is not None and row_id else None
        if kind is None or row is None or not may("can_edit", VIEW_OF_MODEL[type(row)]):
            abort(404)

        def write() -> str:
            take(db.session, kind, row_id[0], row, require_identity().id, today)
            return gettext("You answer for it: %(what)s.", what=row)

        written(gettext("Answers for it: %(what)s", what=row), write)
        return redirect(safe_target(request.form.get("next", "")), 303)

    @expose("/reporter", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def put_off(self) -> Any:
        """Asks for the day and the reason, then puts the deadline off."""
        return put_off_page(url_for(LIST))

    @expose("/reprendre", methods=["POST"])
    @has_access
    @permission_name("edit")
    def take_up(self) -> Any:
        """Gives its own day back to a deadline that was put off."""
        return take_up(url_for(LIST))

    @expose("/m-attendent")
    @has_access
    @permission_name("list")
    def waiting(self) -> Any:
        """What waits for the reader, for the links of the menu: address, number, and the number in words.

        Late or due within a week: her own deadlines, and the requests that wait for their answer, her own ones too, or
        those of her arrondissements. Asked by each page after it has come (static/js/waiting.js), in one count.
        """
        context = context_of(db.session)
        near = (Bucket.LATE, Bucket.WEEK)
        counts = Deadlines(db.session).count()
        of_place = WhoseDeadlines.PLACE if WhoseDeadlines.PLACE in offered(context) else WhoseDeadlines.MINE
        found = {
            LIST: counts.total(WhoseDeadlines.MINE, near),
            "RequestView.list": counts.total(of_place, near, [REQUEST_ANSWER]),
        }
        return jsonify(
            [
                (
                    url_for(endpoint),
                    number,
                    gettext("%(count)d late or within 7 days", count=number),
                )
                for endpoint, number in found.items()
                if number
            ]
        )

    def may(self, permission: str, view: str = "DeadlineView") -> bool:
        """Whether the reader has a right on this list, or on another screen."""
        return may(permission, view)

    def visible_columns(self) -> tuple[Column, ...]:
        """They are not chosen."""
        return ()

    def live_table(self, args: MultiDict[str, str]) -> LiveTable:
        """What a live link answers: the lines and columns of the Excel file."""
        deadlines = Deadlines(db.session)
        state, wanted = _asked(deadlines, args)
        return LiveTable(
            title=gettext(self.plural),
            columns=DEADLINE_COLUMNS,
            today=context_of(db.session).today,
            words=lambda: filters_in_words(state, FILTERS),
            wrong=wrong_of(state, FILTERS),
            rows=lambda first, most: iter(deadlines.page(wanted, limit=most, offset=first)),
        )

    def _page(
        self,
        state: ListState,
        wanted: DeadlineQuery,
        counts: Counts,
        deadlines: Deadlines,
        lines: Sequence[Deadline],
        choices: PanelChoices,
    ) -> DeadlinePage:
        args = request.args
        total = counts.total(wanted.whose, wanted.buckets, wanted.kinds)
        offered_places = choices.by_filter.get(PLACE.name, ())
        places = [(value, text, int(value) in wanted.arrondissement_ids) for value, text in offered_places]
        title = gettext("My deadlines")
        return DeadlinePage(
            title=title,
            crumbs=(Crumb(title),),
            actions=_actions(self, args),
            whose=tuple(_whose_choice(item, wanted, counts, args) for item in offered(context_of(db.session))),
            buckets=tuple(_bucket_choice(bucket, wanted, counts, args) for bucket in Bucket),
            kinds=tuple((code, gettext(KINDS[code].label), code in wanted.kinds) for code in deadlines.kinds),
            places=tuple(places) if context_of(db.session).scope.is_unlimited else (),
            lines=line_words(lines, deadlines.may_be_put_off),
            pagination=pagination(state, total, LIST, args),
            query=state.query,
            hidden=tuple((name, value) for name in _HIDDEN for value in args.getlist(name)),
            reset_url=url_for(LIST, f_whose=wanted.whose.value),
            is_filtered=bool(state.query or [item for item, _ in state.active if item is not WHOSE]),
            under=tuple(_under(item, choices, args) for item, _ in state.active if item in {BODY, CONTRACT}),
            elsewhere=_elsewhere(wanted, counts),
        )


def _asked(deadlines: Deadlines, args: MultiDict[str, str]) -> tuple[ListState, DeadlineQuery]:
    """What an address asks for, without its page; whose deadlines is named even when it was not asked."""
    state = read_state(args, DEADLINE_COLUMNS, FILTERS, _ORDER)
    wanted = wanted_of(state)
    if WHOSE not in {item for item, _ in state.active}:
        wanted = wanted_of(state, usual(context_of(db.session), deadlines.count(wanted)))
    # The file says what limits it.
    asked = ((item, values) for item, values in state.active if item is not WHOSE)
    return replace(state, active=((WHOSE, (wanted.whose.value,)), *asked)), wanted


def wanted_of(state: ListState, whose: WhoseDeadlines = WhoseDeadlines.ALL) -> DeadlineQuery:
    """What the address asks for; `whose` unless it says so."""
    values = {item.name: chosen for item, chosen in state.active}
    context = context_of(db.session)
    chosen = WhoseDeadlines(values[WHOSE.name][0]) if WHOSE.name in values else whose
    return DeadlineQuery(
        whose=chosen if chosen in offered(context) else WhoseDeadlines.ALL,
        buckets=frozenset(Bucket(value) for value in values.get(BUCKET.name, ())),
        kinds=frozenset(values.get(KIND.name, ())),
        arrondissement_ids=frozenset(map(int, values.get(PLACE.name, ()))),
        instance_ids=frozenset(map(int, values.get(BODY.name, ()))),
        contract_ids=frozenset(map(int, values.get(CONTRACT.name, ()))),
        words=state.query,
    )


def line_words(lines: Sequence[Deadline], may_be_put_off: Collection[str] = frozenset()) -> tuple[DeadlineLine, ...]:
    """Deadlines as a screen shows them, with the links that the reader has a right to; of these kinds, those that move
    them."""
    today = context_of(db.session).today
    return tuple(
        DeadlineLine(
            title=line.title,
            detail=line.detail or "",
            kind=gettext(KINDS[line.kind].label),
            due_on=date_in_words(line.due_on),
            when=days_in_words((line.due_on - today).days),
            tone=TONES.get(line.bucket(today), ""),
            places=", ".join(line.places),
            responsible=value_in_words(who_reads(line)),
            show_url=_show_url(line),
            closing=_closing(line),
            first=date_in_words(line.first_on) if line.first_on else "",
            reason=line.reason or "",
            law=KINDS[line.kind].law,
            moves=moves_of(line, may_be_put_off),
        )
        for line in lines
    )


def days_in_words(days: int) -> str:
    """« in 12 days », « 3 days late », « today »."""
    if days == 0:
        return gettext("today")
    if days < 0:
        return ngettext("%(num)d day late", "%(num)d days late", -days)
    return ngettext("in %(num)d day", "in %(num)d days", days)


def _show_url(line: Deadline) -> str | None:
    view = KINDS[line.kind].view
    return url_for(f"{view}.show", pk=line.id) if may("can_show", view) else None


def closing_link(kind: str, ids: Sequence[int]) -> Link | None:
    """The one press that closes several lines of a kind at once, if the reader may; its page asks before it writes."""
    closing = KINDS[kind].closing
    if not (closing.is_of_many and ids and may(closing.permission, closing.view)):
        return None
    fields = (*((closing.argument, str(row_id)) for row_id in ids), *closing.values)
    return Link(gettext(closing.label), url_for(f"{closing.view}.{closing.method}"), is_post=True, fields=fields)


def _closing(line: Deadline) -> Link | None:
    return act_link(line.kind, line.step, _values_of(line)) if line.is_writable else None


def act_link(kind: str, step: int | None, values: Mapping[str, int | None]) -> Link | None:
    """The one thing to do next of a line, if the reader may; `values` are those of its columns (`Closing.source`)."""
    closing = KINDS[kind].closing_at(step)
    if not may(closing.permission, closing.view) or values.get(closing.source) is None:
        return None
    value = str(values[closing.source])
    endpoint = f"{closing.view}.{closing.method}"
    if closing.is_post:
        return Link(
            gettext(closing.label),
            url_for(endpoint),
            is_post=True,
            fields=((closing.argument, value), *closing.values),
        )
    along: dict[str, Any] = MultiDict(closing.values).to_dict(flat=False)
    return Link(gettext(closing.label), url_for(endpoint, **{**along, closing.argument: value}))


def _values_of(line: Deadline) -> dict[str, int | None]:
    return {"row_id": line.id, "instance_id": line.instance_id, "arrondissement_id": line.arrondissement_id}


def _whose_choice(item: WhoseDeadlines, wanted: DeadlineQuery, counts: Counts, args: MultiDict[str, str]) -> PartLink:
    total = counts.total(item, wanted.buckets, wanted.kinds)
    url = address(LIST, args, f_whose=item.value, page=None)
    return PartLink(gettext(enum_label(item)), total, url, item is wanted.whose)


def _bucket_choice(bucket: Bucket, wanted: DeadlineQuery, counts: Counts, args: MultiDict[str, str]) -> PartLink:
    is_current = bucket in wanted.buckets
    chosen = [item.value for item in Bucket if item in wanted.buckets ^ {bucket}] if is_current else [bucket.value]
    url = address(LIST, args, f_whose=wanted.whose.value, f_bucket=chosen or None, page=None)
    total = counts.total(wanted.whose, [bucket], wanted.kinds)
    return PartLink(gettext(enum_label(bucket)), total, url, is_current, TONES.get(bucket, "") if total else "")


def _under(item: Filter, choices: PanelChoices, args: MultiDict[str, str]) -> Link:
    """The body or the contract whose lines alone are shown, with what shows the others too."""
    names = ", ".join(text for _, text in choices.by_filter.get(item.name, ())) or gettext("not available")
    arguments: dict[str, Any] = {f"f_{item.name}": None, "page": None}
    return Link(names, address(LIST, args, **arguments))


def _elsewhere(wanted: DeadlineQuery, counts: Counts) -> PartLink | None:
    """All the deadlines, for a reader whose list is empty while others are not."""
    total = counts.total(WhoseDeadlines.ALL)
    return (
        PartLink(gettext("All the deadlines"), total, url_for(LIST, f_whose=WhoseDeadlines.ALL.value))
        if total
        else None
    )


def _actions(view: DeadlineView, args: MultiDict[str, str]) -> tuple[Link, ...]:
    links: list[Link] = []
    if may("can_list", "DeadlineRuleView"):
        links.append(Link(gettext("Rules of deadlines"), url_for("DeadlineRuleView.list"), "sliders"))
    if may("can_export", "DeadlineView"):
        links.append(Link(gettext("Excel"), address(EXPORT, args, page=None), "file-earmark-spreadsheet", is_file=True))
    return (*links, *live_link(view, args))


def _role_label(role: Role) -> str:
    return value_in_words(role_in_words(role))


class DeadlineRuleView(BackofficeView):
    """How long before its date each kind of deadline is listed, and to whom it is sent."""

    model = DeadlineRule
    route_base = "/regles-echeances"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "add", "delete", "bulk_action"}
    columns = DEADLINE_RULE_COLUMNS
    order = ("label", "asc")
    sections = ((N_("Rule"), ("label", "days_before", "role", "is_active", "may_put_off")),)
    read_only = frozenset({"label"})
    relations = {"role": Relation(label=_role_label)}
    filters = (BooleanFilter("is_active", FIELD_LABELS[DeadlineRule]["is_active"], DeadlineRule.is_active),)
    intro = N_("A deadline enters the list so many days before its date, and leaves it when its object is dealt with.")

    def fact_groups(self, row: DeadlineRule, may_open: Any) -> Any:
        """A role is stored by a code."""
        role = _role_label(row.role) if row.role else gettext("everyone")
        return tuple(
            replace(
                group,
                facts=tuple(
                    cell._replace(text=role, url=None) if cell.name == "role" else cell for cell in group.facts
                ),
            )
            for group in super().fact_groups(row, may_open)
        )
