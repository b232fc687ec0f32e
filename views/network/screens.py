"""The network of référents and the absences, on screen."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, url_for
from flask_appbuilder import expose, has_access
from flask_appbuilder.security.decorators import permission_name
from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from mdo.instances.columns import INSTANCE_COLUMNS
from mdo.instances.scope import bodies_in
from mdo.kernel.base.context import context_of
from mdo.kernel.base.messages import N_
from mdo.kernel.fields.columns import columns_named
from mdo.kernel.freshness.confirmations import last_confirmation
from mdo.meetings.columns import ACTION_COLUMNS, MEETING_COLUMNS
from mdo.network.absences import left_by, places_out_of_reach
from mdo.network.answering import answers_clause
from mdo.network.fields import ABSENCE_COLUMNS, REFERENT
from mdo.network.referents import is_in_force
from mdo.requests.columns import REQUEST_COLUMNS
from mdo.series.dates import moment
from mdo.topics.columns import TOPIC_COLUMNS
from models.accounts import User
from models.instances import Instance, InstanceState
from models.meetings import ActionItem, ActionState, Meeting
from models.network import Absence, Referent
from models.requests import CouncilRequest
from models.territory import Arrondissement
from models.text import fold
from models.topics import Topic
from views.base.catalogues import gettext, ngettext
from views.base.database import db
from views.base.filters import BooleanFilter, relation_filter
from views.base.importable import ImportableView
from views.base.kept import keeps_typing
from views.base.pages import Cell, FactGroup, Link
from views.base.record import RelatedList
from views.base.relations import Relation
from views.base.words import date_in_words, moment_in_words
from views.handover.screens import handover_page
from views.mail.letters import writing_to

_VOWELS = ("a", "e", "i", "o", "u", "y")  # before which « de » is « d’ »


def _is_active() -> ColumnElement[bool]:
    found: ColumnElement[bool] = User.active.is_(True)
    return found


def _in_force(wanted: bool, today: dt.date) -> ColumnElement[bool]:
    clause = answers_clause(today)
    return clause if wanted else not_(clause)


def _meetings_to_come(row: Referent) -> ColumnElement[bool]:
    mine = or_(Meeting.organiser_id == row.user_id, Meeting.facilitators.any(User.id == row.user_id))
    return and_(mine, Meeting.start_at >= moment(context_of(db.session).today, 0))


def _not_over(row: Referent) -> ColumnElement[bool]:
    named = or_(Absence.user_id == row.user_id, Absence.replacement_id == row.user_id)
    return and_(named, Absence.end_on >= context_of(db.session).today)


_OWNED = (
    RelatedList(
        "bodies",
        Instance,
        columns_named(INSTANCE_COLUMNS, "name", "arrondissements", "state"),
        lambda row: and_(Instance.agent_id == row.user_id, Instance.state != InstanceState.DISSOLVED),
        (Instance.sort_key,),
        title=N_("Bodies followed"),
        empty_text=N_("Agent of no body."),
    ),
    RelatedList(
        "actions",
        ActionItem,
        columns_named(ACTION_COLUMNS, "text", "due_on", "meeting"),
        lambda row: and_(ActionItem.owner_id == row.user_id, ActionItem.state == ActionState.OPEN),
        (ActionItem.due_on,),
        title=N_("Open actions"),
        empty_text=N_("No action is open."),
    ),
    RelatedList(
        "requests",
        CouncilRequest,
        columns_named(REQUEST_COLUMNS, "number", "subject", "instance", "due_on"),
        lambda row: and_(CouncilRequest.responsible_id == row.user_id, CouncilRequest.answered_on.is_(None)),
        (CouncilRequest.due_on,),
        title=N_("Requests followed"),
        empty_text=N_("No request waits for an answer."),
    ),
    RelatedList(
        "meetings",
        Meeting,
        columns_named(MEETING_COLUMNS, "title", "start_at", "instance", "state"),
        _meetings_to_come,
        (Meeting.start_at,),
        title=N_("Meetings to come"),
        empty_text=N_("No meeting to organise or to facilitate."),
    ),
    RelatedList(
        "topics",
        Topic,
        columns_named(TOPIC_COLUMNS, "title", "state", "meeting"),
        lambda row: Topic.proposer_id == row.user_id,
        (Topic.created_at.desc(),),
        title=N_("Topics proposed"),
        empty_text=N_("No topic proposed yet."),
    ),
    RelatedList(
        "absences",
        Absence,
        ABSENCE_COLUMNS,
        _not_over,
        (Absence.start_on,),
        empty_text=N_("No absence under way or to come, of oneself or to stand in for."),
    ),
)


class ReferentView(ImportableView):
    """Who answers for which arrondissement; only a row in force gives rights."""

    model = Referent
    empty_for = N_("Here is who answers for which arrondissement, and since when.")
    route_base = "/referents"
    copied = ("arrondissement", "replacement")
    carried = ("arrondissement",)
    order = ("arrondissement", "asc")
    relations = {"user": Relation(where=_is_active), "replacement": Relation(where=_is_active)}
    filters = (
        relation_filter(REFERENT["arrondissement"], Arrondissement.name, Arrondissement.number),
        BooleanFilter("in_force", N_("In force today"), build=_in_force),
    )
    can_import_kind = "referents"
    bulk = (writing_to(N_("Write to the référents")),)
    related_lists = _OWNED

    def fact_groups(self, row: Referent, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """The territory too: how many bodies, when one of their records last changed and was last found still right."""
        count, last = db.session.execute(
            select(func.count(Instance.id), func.max(Instance.updated_at)).where(
                Instance.id.in_(bodies_in([row.arrondissement_id])), Instance.state != InstanceState.DISSOLVED
            )
        ).one()
        confirmed = last_confirmation(db.session, row.arrondissement_id)
        words = (
            gettext("%(who)s, %(when)s", who=confirmed.user, when=moment_in_words(confirmed.at)) if confirmed else ""
        )
        url = (
            url_for("InstanceView.list", f_arrondissements=row.arrondissement_id) if may_open("InstanceView") else None
        )
        territory = FactGroup(
            gettext("Territory"),
            (
                Cell("bodies", gettext("Bodies of the arrondissement"), str(count), url=url),
                Cell("last_update", gettext("Last update of their records"), moment_in_words(last) if last else ""),
                Cell("last_confirmation", gettext("Last found still right"), words),
            ),
        )
        return (*super().fact_groups(row, may_open), territory)

    def writer_actions(self, row: Referent) -> Sequence[Link]:
        if not context_of(db.session).scope.is_unlimited:
            return ()
        return (Link(gettext("Hand over everything"), self.url("handover", pk=row.id), "arrow-left-right"),)

    @expose("/handover/<int:pk>", methods=["GET", "POST"])
    @has_access
    @permission_name("edit")
    @keeps_typing
    def handover(self, pk: int) -> Any:
        """All that the account answers for goes to a successor, after a preview, as one operation."""
        return handover_page(self, self.fetch(pk, for_update=False))

    def status(self, row: Referent) -> Cell:
        if is_in_force(row, context_of(db.session).today):
            return Cell("status", gettext("Status"), gettext("In force"), tone="ok")
        return Cell("status", gettext("Status"), gettext("Gives no right today"), tone="muted")


class AbsenceView(ImportableView):
    """Who is away, and who stands in."""

    model = Absence
    empty_for = N_("Here are the absences of référents, and who stands in for them.")
    route_base = "/absences"
    order = ("start_on", "desc")
    can_import_kind = "absences"
    empty_does = N_("The mission writes them: tell it the days of yours, and who stands in for you.")
    relations = {"user": Relation(where=_is_active), "replacement": Relation(where=_is_active)}

    def title_of(self, row: Absence) -> str:
        """Whose and when: by the name alone one would take it for the account of who is away."""
        return absence_in_words(row)

    def fact_groups(self, row: Absence, may_open: Callable[[str], bool]) -> tuple[FactGroup, ...]:
        """What a cover means too: what goes to her on these days, and what her own rights leave out."""
        groups: tuple[FactGroup, ...] = super().fact_groups(row, may_open)
        if row.replacement is None:
            return groups
        told = gettext(
            "From the first day to the last, both included: their deadlines, their digest by e-mail and the meetings"
            " that they organise or facilitate, in the calendar. They come back the day after."
        )
        limits = gettext(
            "Those that the cover already had: an absence gives none. To answer for an arrondissement, the cover is"
            " named référent there for these days."
        )
        cells = (
            Cell("goes", gettext("What goes to the cover"), told),
            Cell("rights", gettext("Rights of the cover"), " ".join(filter(None, (limits, _left_out(row))))),
        )
        return (*groups, FactGroup(gettext("Cover"), cells))

    def after_save(self, row: Absence) -> None:
        """A cover receives what falls due as far as she sees it; the rest stays, and the team reads it too."""
        told = _left_out(row)
        if told:
            flash(told, "warning")


def absence_in_words(row: Absence) -> str:
    """« Absence d’Ana Roux du 03/08/2026 au 14/08/2026 »."""
    told = {"who": row.user, "start": date_in_words(row.start_on), "end": date_in_words(row.end_on)}
    is_elided = fold(str(row.user)).startswith(_VOWELS)
    if row.start_on == row.end_on:
        one = N_("Absence of %(who)s on %(start)s (vowel)") if is_elided else N_("Absence of %(who)s on %(start)s")
        return gettext(one, **told)
    several = (
        N_("Absence of %(who)s from %(start)s to %(end)s (vowel)")
        if is_elided
        else N_("Absence of %(who)s from %(start)s to %(end)s")
    )
    return gettext(several, **told)


def _left_out(row: Absence) -> str:
    """What does not reach the cover, since her rights do not show it: how much today, and who reads it."""
    today = context_of(db.session).today
    places, count = places_out_of_reach(db.session, row, today), left_by(db.session, row, today)
    if not places and not count:
        return ""
    who, whom = str(row.replacement), str(row.user)
    told = []
    if places:
        told.append(gettext("%(who)s does not answer for %(places)s.", who=who, places=", ".join(places)))
    if count:
        told.append(
            ngettext(
                "%(num)d deadline of %(whom)s is out of the rights of %(who)s.",
                "%(num)d deadlines of %(whom)s are out of the rights of %(who)s.",
                count,
                who=who,
                whom=whom,
            )
        )
    told.append(
        gettext("What %(who)s does not see stays with %(whom)s, and the team reads it too.", who=who, whom=whom)
    )
    if places:
        told.append(gettext("To give it to the cover, name her référent there for the time of the absence."))
    return " ".join(told)
