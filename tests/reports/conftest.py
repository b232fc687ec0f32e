"""A small city whose figures are counted by hand, on 24 November 2026."""

import datetime as dt

from sqlalchemy.orm import Session

from models.people import Consent, Gender
from tests.support import factories as make
from tests.support.prepared import prepared

WOMEN, MEN = 3, 1


@prepared
def city(session: Session) -> None:
    """A closed body of the 5th with a parity rule, three seats, four members; an open one of the 5th and 7th."""
    kind = make.InstanceTypeFactory(label="Conseil citoyen d'essai", parity_min_percent=40, parity_max_percent=60)
    body = make.InstanceFactory(code="CC-5", name="Conseil citoyen", type=kind, arrondissements=[5])
    college = make.CollegeFactory(instance=body, name="Habitants")
    first, _second, third = (make.SeatFactory(instance=body, number=number) for number in (1, 2, 3))
    for number in range(WOMEN + MEN):
        person = make.PersonFactory(
            last_name=f"Membre {number}",
            gender=Gender.FEMALE if number < WOMEN else Gender.MALE,
            birth_year=1980,
            email=f"membre{number}@example.org",
            phone="+33612345678",
            directory_consent=Consent.REFUSED if number == 0 else Consent.UNKNOWN,
        )
        make.MandateFactory(
            instance=body,
            person=person,
            college=college,
            seat=first if number == 0 else None,
            planned_end_on=dt.date(2026, 12, 31) if number == 1 else dt.date(2027, 12, 31),
        )
    make.MandateFactory(
        instance=body, seat=third, start_on=dt.date(2023, 1, 1), planned_end_on=None,
        ended_on=dt.date(2026, 3, 31), end_reason="resignation",
    )  # fmt: skip
    make.MandateFactory(
        instance=body, person=make.PersonFactory(last_name="Passé"), start_on=dt.date(2022, 1, 1),
        planned_end_on=dt.date(2026, 6, 30),
    )  # fmt: skip
    open_body = make.InstanceFactory(
        code="CQ-57", name="Quartiers", type=make.InstanceTypeFactory(label="Quartier d'essai", open=True),
        arrondissements=[5, 7],
    )  # fmt: skip
    make.MandateFactory(instance=open_body, planned_end_on=None, start_on=dt.date(2026, 2, 1))
    make.InstanceFactory(code="OFF", name="Ancienne", state="dissolved", dissolved_on=dt.date(2026, 9, 1))
    make.InstanceFactory(code="PAUSE", name="En sommeil", state="dormant", arrondissements=[7])
    make.ReferentFactory(arrondissement=make.ArrondissementFactory(number=5))
    session.commit()
