"""The projects of the demo: a year at the mission's desks, from an idea to lessons, with what names them.

As of 24/11/2026: a council of the 5e and one of the 7e are revived together, an annual meeting is near and lacks its
caterer, a training is over with its lessons, a tool is paused. One order of the accord-cadre is named by two projects.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.demo.papers import keep_files, keep_link
from mdo.instances.scope import bodies_in
from mdo.projects.laying import lay_down
from models.accounts import User
from models.contracts import Contract
from models.documents import DocumentKind
from models.execution import Invoice, PurchaseOrder
from models.instances import Instance, InstanceState, InstanceType
from models.meetings import ActionItem, ActionState, Meeting
from models.organisations import Organisation, OrganisationKind
from models.projects import (
    BudgetLine,
    Participation,
    PlanAction,
    Project,
    ProjectKind,
    ProjectSpending,
    ProjectState,
    ProjectTemplate,
)
from models.requests import CouncilRequest
from models.territory import Arrondissement

_DAY = dt.timedelta(days=1)
_PLAN = (
    ("D1", "Donner un nouveau souffle aux conseils de quartier"),
    ("D2", "Associer les habitant·es aux grands projets de la ville"),
    ("D3", "Former et outiller celles et ceux qui participent"),
)


def write_projects(
    session: Session, today: dt.date, users: Mapping[str, User], contracts: Mapping[str, Contract]
) -> None:
    """Writes the projects with their days, tasks, budget and links, and flushes."""
    plan = [PlanAction(code=code, title=title, valid_from=dt.date(2026, 7, 1)) for code, title in _PLAN]
    session.add_all(plan)
    session.flush()
    revival = _revival(session, today, users, plan[0])
    meeting = _annual_meeting(session, today, users, plan[1])
    training = _training(session, today, users, plan[2])
    _others(session, today, users, plan)
    _money(session, revival, meeting, training, contracts)
    keep_files(
        session,
        today,
        (
            ("project", revival, DocumentKind.NOTE, "Diagnostic partagé", "diagnostic.txt"),
            ("project", revival, DocumentKind.LETTER, "Courrier aux membres absents", "courrier-aux-absents.txt"),
        ),
    )
    keep_link(session, today, "project", revival, "Photos des ateliers", r"\\serveur\mission\relance")
    session.add_all(
        [
            ActionItem(
                text="Préparer le comité de direction de décembre", owner=users["mission"], due_on=today + 6 * _DAY
            ),
            ActionItem(
                text="Ranger les affiches des salles prêtées",
                owner=users["stagiaire"],
                team=[users["mission"]],
                due_on=today + 2 * _DAY,
            ),
        ]
    )
    session.flush()


def _revival(session: Session, today: dt.date, users: Mapping[str, User], action: PlanAction) -> Project:
    """Two councils of two arrondissements: their two référents read it."""
    bodies = [_first_body(session, number) for number in (5, 7)]
    project = Project(
        title="Redynamiser les conseils de quartier du 5e et du 7e",
        kind=ProjectKind.REVIVAL,
        objective="Retrouver le quorum deux fois de suite et rendre un avis dans l’année.",
        plan_action=action,
        participation=Participation.CONCERT,
        lead=users["mission"],
        team=[users["stagiaire"], users["responsable"]],
        instances=bodies,
        start_on=today - 100 * _DAY,
        end_on=today + 200 * _DAY,
        state=ProjectState.RUNNING,
        next_step="Écrire aux membres absents, puis caler la plénière de relance avec les deux mairies.",
    )
    session.add(project)
    session.flush()
    ids = [body.id for body in bodies]
    project.meetings = list(
        session.scalars(select(Meeting).where(Meeting.instance_id.in_(ids)).order_by(Meeting.start_at.desc()).limit(4))
    )
    project.requests = list(
        session.scalars(
            select(CouncilRequest).where(CouncilRequest.instance_id.in_(ids)).order_by(CouncilRequest.id).limit(2)
        )
    )
    _lay_down(session, project, "Redynamiser un conseil", today + 40 * _DAY)
    _pass(project, today)
    for task, username in zip(
        (task for task in project.tasks if task.closed_on is None), ("ref5", "ref7"), strict=False
    ):
        task.owner = users[username]
    project.budget_lines = [
        BudgetLine(
            exercise=today.year,
            label="Plénières de relance",
            planned_incl_tax=Decimal(92000),
            commitment_number=f"ENG-{today.year}-118",
            cost_centre="MDO-01",
            last_order_on=dt.date(today.year, 12, 4),
            carried_over_incl_tax=Decimal(4000),
        ),
        BudgetLine(
            exercise=today.year + 1,
            label="Formation des membres",
            planned_incl_tax=Decimal(12000),
            cost_centre="MDO-01",
        ),
    ]
    session.flush()
    return project


def _annual_meeting(session: Session, today: dt.date, users: Mapping[str, User], action: PlanAction) -> Project:
    project = Project(
        title=f"Rencontres de la participation {today.year + 1}",
        kind=ProjectKind.EVENT,
        objective="Réunir les neuf arrondissements autour de ce que les avis ont changé.",
        plan_action=action,
        participation=Participation.INFORM,
        lead=users["responsable"],
        team=[users["mission"]],
        partners=list(
            session.scalars(
                select(Organisation)
                .where(Organisation.kind == OrganisationKind.DIRECTION)
                .order_by(Organisation.sort_key)
                .limit(2)
            )
        ),
        arrondissements=list(session.scalars(select(Arrondissement).order_by(Arrondissement.number))),
        start_on=today - 60 * _DAY,
        end_on=today + 90 * _DAY,
        state=ProjectState.RUNNING,
        next_step="Commander le traiteur et l’interprétation en LSF avant la fin des commandes.",
        budget_lines=[
            BudgetLine(
                exercise=today.year,
                label="Lieu, traiteur, interprétation",
                planned_incl_tax=Decimal(38000),
                commitment_number=f"ENG-{today.year}-131",
                cost_centre="MDO-02",
                last_order_on=dt.date(today.year, 12, 4),
            )
        ],
    )
    session.add(project)
    session.flush()
    _lay_down(session, project, "Rencontres annuelles", today + 60 * _DAY)
    _pass(project, today)
    session.flush()
    return project


def _training(session: Session, today: dt.date, users: Mapping[str, User], action: PlanAction) -> Project:
    """It is over, and says what to do otherwise."""
    project = Project(
        title="Former les bureaux à l’animation de réunion",
        kind=ProjectKind.TRAINING,
        objective="Deux personnes formées dans chaque bureau volontaire.",
        plan_action=action,
        participation=Participation.CO_BUILD,
        lead=users["mission"],
        arrondissements=[_arrondissement(session, number) for number in (3, 8)],
        start_on=today - 260 * _DAY,
        end_on=today - 40 * _DAY,
        state=ProjectState.CLOSED,
        closed_on=today - 30 * _DAY,
        lessons=(
            "À refaire : deux soirées de deux heures plutôt qu’un samedi.\n"
            "Autrement : inviter les mairies dès la première, elles portent ensuite la suite."
        ),
    )
    session.add(project)
    return project


def _others(session: Session, today: dt.date, users: Mapping[str, User], plan: list[PlanAction]) -> None:
    session.add_all(
        [
            Project(
                title="Accompagner la direction des espaces verts sur les berges",
                kind=ProjectKind.SUPPORT_DIRECTION,
                objective="Choisir la méthode et le niveau de participation avec la direction.",
                plan_action=plan[1],
                participation=Participation.CONSULT,
                lead=users["mission"],
                arrondissements=[_arrondissement(session, 2)],
                start_on=today - 20 * _DAY,
                end_on=today + 160 * _DAY,
                state=ProjectState.RUNNING,
                next_step="Valider la note de cadrage avec la direction.",
            ),
            Project(
                title="Créer un conseil de quartier à Gerland sud",
                kind=ProjectKind.NEW_BODY,
                objective="Une instance installée avant l’été.",
                plan_action=plan[0],
                lead=users["responsable"],
                arrondissements=[_arrondissement(session, 7)],
                end_on=today + 220 * _DAY,
                state=ProjectState.IDEA,
                next_step="Rencontrer la mairie du 7e sur le périmètre.",
            ),
            Project(
                title="Publier les comptes rendus en données ouvertes",
                kind=ProjectKind.DIGITAL_TOOL,
                plan_action=plan[2],
                lead=users["stagiaire"],
                start_on=today - 150 * _DAY,
                state=ProjectState.PAUSED,
                next_step="Attend l’avis de la déléguée à la protection des données.",
            ),
        ]
    )
    session.flush()


def _money(
    session: Session, revival: Project, meeting: Project, training: Project, contracts: Mapping[str, Contract]
) -> None:
    """The autumn order is named by two projects, the last days of training by two: each counts once in the total."""
    framework, last_days = contracts["framework"], _last_invoice(session, contracts["lump_sum"])
    order = {
        row.number: row
        for row in session.scalars(select(PurchaseOrder).where(PurchaseOrder.contract_id == framework.id))
    }
    session.add_all(
        [
            ProjectSpending(project=revival, order=order["BC-05"]),
            ProjectSpending(project=meeting, order=order["BC-05"]),
            ProjectSpending(project=revival, contract=contracts["lump_sum"]),
            ProjectSpending(project=training, invoice=last_days),
        ]
    )
    alone = session.scalars(
        select(Invoice)
        .where(Invoice.contract_id == framework.id, Invoice.order_id.is_(None))
        .order_by(Invoice.id)
        .limit(1)
    ).first()
    if alone is not None:
        session.add(ProjectSpending(project=meeting, invoice=alone))


def _last_invoice(session: Session, contract: Contract) -> Invoice:
    asked = select(Invoice).where(Invoice.contract_id == contract.id).order_by(Invoice.received_on.desc(), Invoice.id)
    return session.scalars(asked.limit(1)).one()


def _lay_down(session: Session, project: Project, name: str, day: dt.date) -> None:
    template = session.scalars(select(ProjectTemplate).where(ProjectTemplate.name == name)).one()
    lay_down(session, project, template, day)
    session.refresh(project, ["milestones", "tasks"])


def _pass(project: Project, today: dt.date) -> None:
    """What is past is done: the six lines that are late, which the guide tells, are of other domains."""
    for task in (row for row in project.tasks if row.due_on is not None and row.due_on < today):
        task.state, task.closed_on = ActionState.DONE, task.due_on
    for milestone in (row for row in project.milestones if row.due_on < today):
        milestone.reached_on = milestone.due_on


def _first_body(session: Session, number: int) -> Instance:
    place = _arrondissement(session, number)
    statement = select(Instance).where(
        Instance.id.in_(bodies_in([place.id])),
        Instance.state == InstanceState.ACTIVE,
        Instance.type.has(InstanceType.code == "conseil_quartier"),
    )
    return session.scalars(statement.order_by(Instance.sort_key).limit(1)).one()


def _arrondissement(session: Session, number: int) -> Arrondissement:
    return session.scalars(select(Arrondissement).where(Arrondissement.number == number)).one()
