"""What weeks with workbooks leave: columns and answers that are remembered, parameters of a report, a finished job."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import start_of_day
from mdo.kernel.imports.reading.layout import header_key
from mdo.kernel.jobs.kinds import Outcome
from mdo.reports.registry import REPORTS
from models.accounts import User
from models.jobs import Job, JobState
from models.preferences import ImportAnswer, ImportMapping, SavedView
from models.territory import Arrondissement
from models.text import fold

_COLUMNS = (("people", "Réf. courriel", "email"), ("people", "Vu par", None), ("requests", "Sujet traité", "subject"))
_ANSWERS = (("Gender", "Dame", "Civilité", "female"), ("Place", "Presqu’île", "Secteur", "2"))
_MINUTE = dt.timedelta(minutes=1)


def write_excel(session: Session, today: dt.date, users: dict[str, User]) -> None:
    """Writes it for the mission, and flushes."""
    mission = users["mission"]
    session.add_all(
        ImportMapping(user=mission, kind=kind, header_key=header_key(header), header=header, field=field)
        for kind, header, field in _COLUMNS
    )
    session.add_all(
        ImportAnswer(user=mission, key=f"{family}:{fold(value)}", value=value, header=header, answer=answer)
        for family, value, header, answer in _ANSWERS
    )
    fifth = session.scalars(select(Arrondissement).where(Arrondissement.number == 5)).one()
    session.add(
        SavedView(
            user=mission,
            list_name=REPORTS["composition"].log_name,
            name="Parité dans le 5e",
            query=f"f_arrondissement={fifth.id}",
        )
    )
    ended = start_of_day(today)
    figures = (
        (N_("Lines created"), 612),
        (N_("Lines changed"), 48),
        (N_("Lines unchanged"), 1_120),
        (N_("Lines left out"), 0),
    )
    session.add(
        Job(
            user=mission,
            kind="import",
            label="Personnes – annuaire-des-membres.xlsx",
            locale="fr",
            parameters={"kind": "people", "token": "", "digest": "", "only_valid": False},
            state=JobState.DONE,
            attempt=1,
            progress=100,
            result=Outcome(figures=figures).stored(),
            created_at=ended - 2 * _MINUTE,
            started_at=ended - _MINUTE,
            ended_at=ended,
        )
    )
    session.flush()
