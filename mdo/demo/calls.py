"""Two calls for projects of the demo: the one of last year, notified, and the one that its jury judges now.

Nothing of them is late: their days move with that of the demo. People are invented, names of councils are real.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.calls.granting import first_cut
from mdo.calls.reference import TITLE
from mdo.calls.results import tell
from mdo.calls.scenarios import fill
from mdo.demo.call_outcomes import budget_of, write_outcomes
from mdo.demo.call_words import LAST, LATE, MARKS, NOW, OVER, PARTNER
from mdo.kernel.base.periods import PARIS
from mdo.procurement.counting import is_day_off
from models.accounts import User
from models.applications import (
    Application,
    ApplicationHelp,
    ApplicationOpinion,
    ApplicationState,
    Competence,
    FilingChannel,
    OpinionKind,
    OpinionSense,
)
from models.calls import CallAxis, CallCriterion, CallJuror, CallSitting, CallState, ProjectCall
from models.instances import Instance
from models.judging import ApplicationMark, CallScenario, JurorInterest, ScenarioLine
from models.meetings import Meeting, MeetingKind

_DAY = dt.timedelta(days=1)
_YEAR = 365 * _DAY
# From the day of the demo, in days.
_STEPS = {
    "opens_on": -100,
    "closes_on": -35,
    "opinions_by": 10,
    "jury_by": 25,
    "arbitration_by": 40,
    "councils_by": 70,
    "deliberation_by": 110,
    "notification_by": 125,
    "realisation_by": 300,
    "reports_by": 390,
}
_WHOLE = Decimal(60_000)
_COUNCIL = "Conseil de quartier "


def write_calls(session: Session, today: dt.date, users: Mapping[str, User]) -> None:
    """Writes the two calls with all that hangs on them, and flushes; none without the template of the product."""
    template = session.scalars(select(ProjectCall).where(ProjectCall.title == TITLE)).first()
    if template is None:
        return
    councils = {row.name.removeprefix(_COUNCIL): row for row in session.scalars(select(Instance))}
    year = (today + _STEPS["deliberation_by"] * _DAY).year
    last = _call(template, year - 1, today - _YEAR, users["mission"])
    last.state = CallState.NOTIFIED
    last.decided_on, last.notified_on = last.deliberation_by, last.notification_by
    last.deliberation = f"{last.year}/1184"
    last.realisation_by, last.reports_by = today + 37 * _DAY, today + 127 * _DAY
    now = _call(template, year, today, users["mission"])
    now.state = CallState.EXAMINED
    session.add_all([last, now])
    session.flush()
    tell(session, write_outcomes(session, today, users, last, councils, LAST))
    files = _files(session, today, now, councils, users)
    _opinions(session, today, files)
    _jury(session, today, now, files, users)
    _scenarios(session, now)
    session.flush()


def _call(template: ProjectCall, year: int, day: dt.date, responsible: User) -> ProjectCall:
    """The rules of the template, its steps around a day."""
    return ProjectCall(
        title=f"APICQ {year}",
        year=year,
        envelope_incl_tax=_WHOLE,
        ceiling_incl_tax=template.ceiling_incl_tax,
        tie_rule=template.tie_rule,
        signatory=template.signatory,
        responsible=responsible,
        rules="Un projet est porté par un conseil de quartier, qui l’a adopté en séance.",
        axes=[CallAxis(position=axis.position, name=axis.name) for axis in template.axes],
        criteria=[CallCriterion(position=row.position, name=row.name, weight=row.weight) for row in template.criteria],
        **{name: day + days * _DAY for name, days in _STEPS.items()},
    )


# ---- The call under way ----------------------------------------------------------------------------------------------


def _files(
    session: Session, today: dt.date, call: ProjectCall, councils: Mapping[str, Instance], users: Mapping[str, User]
) -> dict[int, Application]:
    """Two came by workbook; one is late, one asks for too much: both wait for what is decided of them."""
    assert call.closes_on is not None
    found = {}
    for number, (place, council, title, axis, asked, summary) in enumerate(NOW, start=1):
        waits = number in (LATE, OVER)
        found[number] = Application(
            call=call,
            number=number,
            title=title,
            instance=councils[council],
            axis=call.axes[axis],
            summary=summary,
            asked_incl_tax=Decimal(asked),
            expenses=budget_of(Decimal(asked), axis),
            carrier=f"Mairie du {place}e" if number % 3 else "Mission Démocratie Ouverte",
            adopted_on=call.closes_on - (12 + number) * _DAY,
            state=ApplicationState.FILED if waits else ApplicationState.EXAMINED,
            filed_on=call.closes_on + (3 if number == LATE else -(number % 9)) * _DAY,
            channel=FilingChannel.WORKBOOK if number in (3, 4) else FilingChannel.REFERENT,
            filed_by=users[f"ref{place}"],
            is_complete=not waits,
        )
    number, _, partner = PARTNER
    found[number].partners = [councils[partner]]
    session.add_all(found.values())
    session.add(
        ApplicationHelp(
            application=found[5],
            given_on=call.closes_on - 20 * _DAY,
            helper=users["ref5"],
            what="Relecture du budget, contact de la régie de quartier",
        )
    )
    session.flush()
    return found


def _opinions(session: Session, today: dt.date, files: Mapping[int, Application]) -> None:
    """Those of two mairies with their order, and one of a direction; others are awaited, none is late."""
    asked = today - 30 * _DAY
    of_mairies: dict[int, tuple[int, ...]] = {3: (6, 1, 16, 9, 13), 5: (12, 2, 5)}
    for place, order in of_mairies.items():
        for rank, number in enumerate(order, start=1):
            sense = OpinionSense.RESERVED if number == 13 else OpinionSense.FAVOURABLE
            session.add(
                ApplicationOpinion(
                    application=files[number], kind=OpinionKind.MAIRIE, author=f"Mairie du {place}e", asked_on=asked,
                    due_on=today + 10 * _DAY, given_on=today - 4 * _DAY, sense=sense, preference=rank,
                )
            )  # fmt: skip
    session.add_all(
        ApplicationOpinion(
            application=files[number],
            kind=OpinionKind.MAIRIE,
            author=f"Mairie du {row[0]}e",
            asked_on=asked,
            due_on=today + 10 * _DAY,
        )
        for number, row in enumerate(NOW, start=1)
        if row[0] not in of_mairies and number not in (LATE, OVER)
    )
    direction = "Direction des espaces verts (exemple)"
    session.add_all(
        [
            ApplicationOpinion(
                application=files[1], kind=OpinionKind.TECHNICAL, author=direction, competence=Competence.CITY,
                asked_on=asked, due_on=today + 10 * _DAY, given_on=today - 6 * _DAY, sense=OpinionSense.FAVOURABLE,
                text="Point d’eau à moins de vingt mètres : aucun réseau à créer.",
            ),
            ApplicationOpinion(
                application=files[10], kind=OpinionKind.TECHNICAL, author=direction, competence=Competence.METROPOLE,
                asked_on=asked, due_on=today + 10 * _DAY,
            ),
        ]
    )  # fmt: skip
    session.flush()


def _jury(
    session: Session, today: dt.date, call: ProjectCall, files: Mapping[int, Application], users: Mapping[str, User]
) -> None:
    """Three: the mission, a référent who is concerned by a project of her arrondissement, someone from outside."""
    jurors = [
        CallJuror(call=call, user=users["responsable"], capacity="Mission Démocratie Ouverte"),
        CallJuror(call=call, user=users["ref8"], capacity="Référente du 8e"),
        CallJuror(call=call, name="Mireille Constantin", capacity="Fédération des centres sociaux du Rhône"),
    ]
    day = today + _STEPS["jury_by"] * _DAY
    while is_day_off(day):
        day -= _DAY
    start = dt.datetime.combine(day, dt.time(18), PARIS)
    evening = Meeting(
        title=f"Jury de l’{call.title}",
        kind=MeetingKind.WORKING,
        start_at=start,
        end_at=start + dt.timedelta(hours=3),
        place="Hôtel de Ville",
        room="Salle des commissions",
        organiser=users["mission"],
    )
    session.add_all([*jurors, evening, CallSitting(call=call, meeting=evening, purpose="Auditions et classement")])
    session.flush()
    for number, marks in MARKS.items():
        for juror, text in zip(jurors, marks, strict=True):
            is_concerned = juror is jurors[1] and text is None
            if text is None and not is_concerned:
                continue
            session.add(
                JurorInterest(
                    juror=juror, application=files[number], is_concerned=is_concerned, declared_on=today - 3 * _DAY,
                    reason="Elle a aidé le conseil à monter ce projet." if is_concerned else None,
                )
            )  # fmt: skip
            session.add_all(
                ApplicationMark(juror=juror, application=files[number], criterion=criterion, mark=int(mark))
                for criterion, mark in zip(call.criteria, text or "", strict=False)
            )
    session.flush()


def _scenarios(session: Session, call: ProjectCall) -> None:
    """By merit; with the least that each arrondissement is given; with amounts cut so that more are in."""
    merit, shared, cut = (
        CallScenario(call=call, name=name, notes=notes, lines=[])
        for name, notes in (
            ("Au mérite", "L’ordre du jury, les montants demandés."),
            ("Équilibre des arrondissements", "Le premier de chaque arrondissement passe devant."),
            ("Plus de projets", "Montants ramenés à 4 000 € au plus."),
        )
    )
    for scenario in (merit, shared, cut):
        session.add(scenario)
        fill(session, scenario, call)
    session.flush()
    _first_of_each(session, shared, call)
    for line in cut.lines:
        line.amount_incl_tax = min(line.amount_incl_tax, Decimal(4_000))
    cut.cut = len(cut.lines)
    merit.cut = min(merit.cut, 10)
    session.flush()


def _first_of_each(session: Session, scenario: CallScenario, call: ProjectCall) -> None:
    """Orders the lines anew: the best of each arrondissement, then the others; the line where money ends."""
    asked = select(Application.id, Application.number).where(Application.call_id == call.id)
    places = {row_id: NOW[number - 1][0] for row_id, number in session.execute(asked)}
    seen: set[int] = set()
    firsts: list[ScenarioLine] = []
    others: list[ScenarioLine] = []
    for line in scenario.lines:
        place = places[line.application_id]
        (others if place in seen else firsts).append(line)
        seen.add(place)
    ordered = [*firsts, *others]
    for position, line in enumerate(ordered, start=1):
        line.position = position
    scenario.cut = first_cut([line.amount_incl_tax for line in ordered], call.envelope_incl_tax)
