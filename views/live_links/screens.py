"""« Mes liens »: addresses of lists and reports that workbooks read again: made from a list, shown once, revoked."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, g, redirect, request, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from werkzeug.datastructures import MultiDict

from mdo.kernel.base.context import context_of, through
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import Column
from mdo.kernel.labels import FIELD_LABELS
from mdo.kernel.rights.addresses import give_secret
from mdo.live_links.fields import LIVE_LINK
from mdo.live_links.links import MOST_ROWS, is_over
from models.base import utc_now
from models.journal import Door
from models.live_links import LinkFormat, LiveLink
from views.base.catalogues import gettext
from views.base.database import db
from views.base.editing import SaveOutcome
from views.base.filters import filters_of
from views.base.forms import RecordForm
from views.base.kept import keeps_typing
from views.base.live import LiveTable, is_answered, live_query, place_in_words, place_named, read_query
from views.base.owned import OVERSEE, OwnedView, mine
from views.base.pages import Cell, Crumb, Link, Panel
from views.base.rendering import render
from views.base.view import BackofficeView
from views.base.words import language
from views.live_links.query import query_in_m
from views.security.gate import require_identity
from views.security.once import once

_LABELS = FIELD_LABELS[LiveLink]
LIST_COLUMN = Column(
    "list_name",
    _LABELS["list_name"],
    lambda row, today: place_in_words(row.list_name),
    sort=(LiveLink.list_name,),
    width=28,
)
_LONGEST_QUERY = 4_000  # what a server lets through


class LiveLinkView(OwnedView):
    """The live links of the reader; those of all for who oversees them, to revoke: their secret is nobody else's."""

    model = LiveLink
    is_live = False
    route_base = "/mes-liens"
    exclude_route_methods = {*BackofficeView.exclude_route_methods, "edit", "lookup"}
    columns = LIVE_LINK.columns({2: LIST_COLUMN})
    order = ("name", "asc")
    filters = (*filters_of(LIVE_LINK, "format", "with_personal"), mine(LiveLink, N_("Mine")))
    intro = N_(
        "A live link gives Excel an address that answers a list or a report, with your rights of the moment. "
        "To delete it is to revoke it: its address dies at once."
    )
    empty_text = N_("Open a list or a report, choose filters and columns, then « Link for Excel ».")

    # ---- Whose ----------------------------------------------------------------------------------------------------

    def may_change(self, row: Any) -> bool:
        """Who oversees the links of all revokes them, from their page."""
        return super().may_change(row) or self.may(OVERSEE)

    def rights_on(self, view: str) -> set[str]:
        """A link is made from a list: there is no « Add » above these."""
        return super().rights_on(view) - {"can_add"}

    # ---- Made -----------------------------------------------------------------------------------------------------

    @expose("/add", methods=["GET", "POST"])
    @has_access
    @keeps_typing
    def add(self) -> Any:
        """Makes a link of the list that the address names, and shows its address once."""
        if self._source() is None:
            flash(
                gettext("Open a list or a report that you may export first: its « Link for Excel » makes one."), "info"
            )
            return redirect(self.url("list"))
        answer = super().add()
        made = g.pop("live_link_made", None)
        return answer if made is None else self._shown_once(made, g.live_link_secret)

    def _source(self) -> Any:
        """The list or report to link to, for who may leave with it."""
        place = place_named(request.args.get("list", ""))
        return place if place is not None and is_answered(place) else None

    def _query(self) -> MultiDict[str, str]:
        return read_query(request.args.get("query", "")[:_LONGEST_QUERY])

    def _table(self) -> LiveTable:
        """What is on screen, for this request."""
        if "live_table" not in g:
            g.live_table = self._source().live_table(self._query())
        table: LiveTable = g.live_table
        return table

    def new_row(self) -> LiveLink:
        row = LiveLink(user_id=require_identity().id, list_name=self._source().kept_name, locale=language())
        g.live_link_secret = give_secret(row, utc_now())
        return row

    def complete(self, row: LiveLink) -> None:
        row.query = live_query(self._source(), self._query(), with_personal=row.with_personal)

    def tell_saved(self, outcome: SaveOutcome) -> None:
        """The page of the address follows."""
        super().tell_saved(outcome)
        g.live_link_made = outcome.row

    def preset(self, form: RecordForm) -> None:
        form["name"].data = gettext(self._source().plural)

    def hidden_fields(self) -> frozenset[str]:
        """Personal data are offered to who may export them, where there are some."""
        if request.endpoint == "LiveLinkView.add" and not any(item.is_personal for item in self._table().columns):
            return frozenset({"with_personal"})
        return super().hidden_fields()

    def advice(self, names: Sequence[str], form: RecordForm, row: Any) -> Panel | None:
        """What the link will answer: the list, its filters and its columns."""
        if "name" not in names:
            return None
        table = self._table()
        plain, personal = (
            ", ".join(gettext(item.label) for item in table.columns if item.is_personal is wanted)
            for wanted in (False, True)
        )
        data = {
            "after": "name",
            "list": table.title,
            "filters": table.words(),
            "columns": plain,
            "personal": personal,
            "wrong": table.wrong,
        }
        return Panel(gettext("What it answers"), "live_links/answers.html", data)

    def url(self, method: str, **values: Any) -> str:
        """The form of a new link goes back to the list that it answers."""
        if method == "add" and not values:
            values = {name: request.args[name] for name in ("list", "query") if name in request.args}
        return super().url(method, **values)

    def render_form(self, *args: Any, **options: Any) -> Any:
        """A second link would be the same: nothing to save and add another of."""
        return super().render_form(*args, **options | {"another_label": ""})

    def _shown_once(self, row: LiveLink, token: str) -> Any:
        address = url_for("LiveLinkFileView.read", token=token, kind=row.format, _external=True)
        title = gettext("Address of your live link")
        return render(
            "live_links/address.html",
            title=title,
            crumbs=(*self.crumbs(), Crumb(row.name, self.url("show", pk=row.id)), Crumb(title)),
            name=row.name,
            address=address,
            is_csv=row.format is LinkFormat.CSV,
            whole=query_in_m(address, row.format),
            most=MOST_ROWS,
            list_url=self.url("list"),
        )

    # ---- One link ---------------------------------------------------------------------------------------------------

    def status(self, row: LiveLink) -> Cell:
        if row.token_hash is None:
            label, tone = gettext("Without an address"), "muted"
        elif is_over(row, context_of(db.session).today):
            label, tone = gettext("Over (live link)"), "muted"
        else:
            label, tone = gettext("Answers"), "ok"
        return Cell("status", gettext("State"), label, tone=tone)

    def record_actions(self, row: LiveLink) -> tuple[Link, ...]:
        links = super().record_actions(row)
        if not self.is_mine(row) or not self.may("can_edit"):
            return links
        question = gettext("Make a new address for “%(what)s”? The present one stops working at once.", what=row.name)
        renew = Link(
            gettext("New address"),
            self.url("renew", pk=row.id),
            "arrow-repeat",
            is_post=True,
            confirm=question,
            fields=(("once", once()),),
        )
        return (renew, *links)

    @expose("/renew/<int:pk>", methods=["POST"])
    @has_access
    @permission_name("edit")
    def renew(self, pk: int) -> Any:
        """Makes the address anew and shows it to its owner; the former one is dead."""
        row = self.fetch(pk, for_update=True)
        if not self.is_mine(row):
            abort(404)
        through(db.session, Door.FORM, gettext("New address: %(what)s", what=row))
        token = give_secret(row, utc_now())
        db.session.commit()
        return self._shown_once(row, token)
