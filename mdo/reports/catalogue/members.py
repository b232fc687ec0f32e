"""The directory of members: who sits where on a day."""

import datetime as dt
from typing import Any

from sqlalchemy import Select

from mdo.kernel.base.context import AnySession
from mdo.kernel.base.messages import N_
from mdo.kernel.base.periods import today_in_paris
from mdo.kernel.fields.columns import Column, Kind, Value, columns_named
from mdo.kernel.labels import FIELD_LABELS
from mdo.people.ages import age_band, is_guardian_asked
from mdo.people.columns import MANDATE_COLUMNS
from mdo.people.mandates import in_force_clause
from mdo.reports.declaration import PLACES, Parameter, Report, Result, Values
from mdo.reports.places import result_of, where_asked
from mdo.reports.themes import Theme
from models.instances import College, Instance
from models.people import Consent, Mandate, Person

_PERSON = FIELD_LABELS[Person]


def _personal(name: str, label: str, value: Value, kind: Kind = Kind.TEXT, width: int = 18) -> Column:
    return Column(name, label, value, kind, loads=(Mandate.person,), width=width, is_personal=True)


def _of_person(name: str) -> Value:
    return lambda row, today: getattr(row.person, name) if row.person else None


def _may_be_minor(person: Person, day: dt.date) -> bool:
    """On the day that is asked, or today when that day has not come: a child of today is not written to."""
    return is_guardian_asked(person.birth_year, min(day, today_in_paris()))


def _contact(name: str) -> Value:
    """How to reach a member: the guardian of who may be a minor; nothing of who refuses to be in the directory."""

    def value(row: Mandate, today: dt.date) -> Any:
        person = row.person
        if person is None or person.directory_consent is Consent.REFUSED:
            return None
        return getattr(person, f"guardian_{name}" if _may_be_minor(person, today) else name)

    return value


def _guardian(row: Mandate, today: dt.date) -> str | None:
    person = row.person
    if person is None or not _may_be_minor(person, today):
        return None
    return person.guardian_name if person.directory_consent is not Consent.REFUSED else None


def _age(row: Mandate, today: dt.date) -> Any:
    return age_band(row.person.birth_year, today) if row.person else None


COLUMNS = (
    Column("last_name", _PERSON["last_name"], _of_person("last_name"), loads=(Mandate.person,), width=22),
    Column("first_name", _PERSON["first_name"], _of_person("first_name"), loads=(Mandate.person,), width=20),
    *columns_named(
        MANDATE_COLUMNS,
        "organisation",
        "instance",
        "instance_type",
        "arrondissements",
        "function",
        "college",
        "designation",
        "commitment",
        "start_on",
        "planned_end_on",
        "rank",
    ),
    _personal("email", _PERSON["email"], _contact("email"), Kind.EMAIL, width=32),
    _personal("phone", _PERSON["phone"], _contact("phone"), Kind.PHONE, width=18),
    _personal("guardian_name", _PERSON["guardian_name"], _guardian, width=26),
    _personal("gender", _PERSON["gender"], _of_person("gender"), Kind.ENUM, width=14),
    _personal("age_band", N_("Age band"), _age, Kind.ENUM, width=18),
    *(
        _personal(name, _PERSON[name], _of_person(name), Kind.ENUM, width=16)
        for name in ("directory_consent", "image_consent", "newsletter_consent")
    ),
)


def run(session: AnySession, values: Values, limit: int | None) -> Result:
    """The mandates with start ≤ day ≤ end, by body, college and name."""

    def complete(asked: Select[Any]) -> Select[Any]:
        return (
            asked.join(Mandate.instance)
            .outerjoin(Mandate.college)
            .outerjoin(Mandate.person)
            .where(in_force_clause(values.day), *where_asked(values))
            .order_by(Instance.sort_key, Instance.id, College.position, College.name, Person.sort_key, Mandate.id)
        )

    return result_of(session, Mandate, COLUMNS, complete, limit)


REPORT = Report(
    name="members",
    theme=Theme.MEMBERS,
    title=N_("Directory of members"),
    description=N_(
        "Who sits where on a day: body, college, function, dates. Contact details on request, for those who may read "
        "them; whoever refuses the internal directory is listed without them."
    ),
    parameters=(Parameter.DAY, *PLACES),
    columns=COLUMNS,
    run=run,
    reads=("MandateView", "PersonView"),
    takes=("MandateView", "PersonView"),
    view="MandateView",
)
