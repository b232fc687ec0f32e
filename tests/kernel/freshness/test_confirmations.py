"""« Toujours exact »: what is to be confirmed, what a stamp changes (nothing), how fresh an arrondissement is."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from mdo.home.places import by_arrondissement
from mdo.kernel.base.context import Context, bind, context_of
from mdo.kernel.base.errors import RuleViolation
from mdo.kernel.freshness.confirmations import confirm, to_confirm
from mdo.kernel.freshness.looked_at import stale_clause
from mdo.kernel.journal.undo import undo_as_far
from mdo.kernel.rights.roles import pairs_of
from mdo.kernel.scope.limits import Scope
from models.freshness import Confirmation
from models.instances import Instance, InstanceState
from models.journal import JournalEntry
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post
from tests.support.prepared import prepared

LONG_AGO = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


@prepared
def fifth(session):
    """Twenty records of the 5th that nobody has touched for 180 days, some of the 7th and of the city."""
    bodies = [make.InstanceFactory(arrondissements=[5], updated_at=LONG_AGO) for _ in range(15)]
    place = bodies[0].arrondissements[0]
    records = [*bodies, *(make.OrganisationFactory(arrondissement=place, updated_at=LONG_AGO) for _ in range(5))]
    make.InstanceFactory(arrondissements=[7], name="Du septième", updated_at=LONG_AGO)
    make.OrganisationFactory(
        arrondissement=make.ArrondissementFactory(number=7), name="Du septième aussi", updated_at=LONG_AGO
    )
    make.InstanceFactory(name="De la ville", updated_at=LONG_AGO)
    make.InstanceFactory(arrondissements=[5], state=InstanceState.DISSOLVED)
    session.query(Instance).update({"updated_at": LONG_AGO})  # placing a body wrote to it
    session.commit()
    session.expire_all()
    return records


def share_of(session, number: int):
    return next(place.freshness for place in by_arrondissement(session) if place.number == number)


def keys(records) -> list[str]:
    return [f"{type(record).__name__}-{record.id}" for record in records]


def as_values(record) -> dict:
    return {column.key: getattr(record, column.key) for column in type(record).__table__.columns}


def left(client) -> int:
    """How many records the page says are to be confirmed."""
    page = document(client.get("/mon-point/", follow_redirects=True))
    return int(page.xpath('string(//h2[@id="to-confirm"]/span)'))


def lines(client) -> list[str]:
    return document(client.get("/mon-point/", follow_redirects=True)).xpath('//button[@name="record"]/@value')


def test_confirming_eighteen_of_twenty_records_makes_the_fifth_fresh_at_ninety_percent(
    client_as, session, fifth
) -> None:
    referent = client_as("ref5")
    assert (share_of(session, 5), share_of(session, 7)) == (0.0, 0.0)
    assert left(referent) == 20
    assert set(lines(referent)) < set(keys(fifth))
    before = [as_values(record) for record in fifth]
    for key in keys(fifth)[:18]:  # one click each
        assert post(referent, "/mon-point/confirm", {"record": key}).status_code == 302
    session.rollback()
    session.expire_all()
    assert session.scalar(select(func.count(Confirmation.id))) == 18
    assert [as_values(record) for record in fifth] == before  # not even the version
    assert (share_of(session, 5), share_of(session, 7)) == (0.9, 0.0)
    assert sorted(lines(referent)) == sorted(keys(fifth[18:]))


def test_those_shown_are_confirmed_by_one_click_which_can_be_undone_and_the_next_ones_come(
    client_as, session, fifth
) -> None:
    referent = client_as("ref5")
    page = document(referent.get("/mon-point/", follow_redirects=True))
    hidden = page.xpath('//form[.//input[@type="hidden" and @name="record"]]//input[@name="record"]/@value')
    assert sorted(hidden) == sorted(lines(referent))
    assert len(hidden) == 6
    answer = post(referent, "/mon-point/confirm", {"record": hidden}, follow_redirects=True)
    assert "Confirmation\u00a0: 6 fiches." in answer.get_data(as_text=True)
    assert "Annuler" in answer.get_data(as_text=True)
    assert "6 sur 20 aujourd’hui" in answer.get_data(as_text=True)
    assert not set(lines(referent)) & set(hidden)
    assert left(referent) == 14
    session.rollback()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    undo_as_far(session, entry, TODAY)
    session.commit()
    assert left(referent) == 20


def test_the_history_of_a_record_says_that_it_was_confirmed(client_as, session, fifth) -> None:
    referent = client_as("ref5")
    post(referent, "/mon-point/confirm", {"record": keys(fifth)[0]})
    page = document(referent.get(f"/instances/show/{fifth[0].id}?tab=history"))
    first = page.xpath('//ol[@class="history"]/li')[0]
    assert "a confirmé que cette fiche est toujours exacte" in first.text_content()
    assert not first.xpath('.//a[contains(@href, "/version/")]')


@pytest.mark.parametrize("key", ["seventh", "city", "Person-1", "Instance-999999", "Instance-x", ""])
def test_what_is_not_ones_own_is_not_confirmed(client_as, session, fifth, key) -> None:
    named = {
        "seventh": session.scalars(select(Instance).filter_by(name="Du septième")).one(),
        "city": session.scalars(select(Instance).filter_by(name="De la ville")).one(),
    }
    value = keys([named[key]])[0] if key in named else key
    post(client_as("ref5"), "/mon-point/confirm", {"record": [keys(fifth)[0], value]})
    session.rollback()
    assert session.scalar(select(func.count(Confirmation.id))) == (1 if value in {"Instance-x", ""} else 0)


def test_another_arrondissement_never_shows(client_as, session, fifth) -> None:
    text = document(client_as("ref5").get("/mon-point/", follow_redirects=True)).xpath("string(//main)")
    assert "Du septième" not in text
    assert "De la ville" not in text


@pytest.mark.parametrize(("who", "status"), [("ref5", 200), ("saisie5", 200), ("elu5", 403), ("direction", 403)])
def test_who_has_a_point(client_as, who, status) -> None:
    client = client_as(who)
    assert client.get("/mon-point/", follow_redirects=True).status_code == status
    assert bool(document(client.get("/")).xpath('//h2[@id="to-confirm"]')) is (status == 200)


@pytest.mark.db
@pytest.mark.parametrize(
    ("at", "is_stale"),
    [
        # 180 days before 24/11/2026 is 28/05/2026, which begins in Paris at 22:00 the day before in UTC.
        (dt.datetime(2026, 5, 27, 21, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 5, 27, 22, 0, tzinfo=dt.UTC), False),
    ],
)
def test_a_confirmation_holds_for_180_days(session, at, is_stale) -> None:
    body = make.InstanceFactory(updated_at=LONG_AGO)
    make.ConfirmationFactory(model="Instance", row_id=body.id, at=at)
    make.ConfirmationFactory(model="Organisation", row_id=body.id)  # the same number elsewhere
    assert (body.id in set(session.scalars(select(Instance.id).where(stale_clause(Instance, TODAY))))) is is_stale


@pytest.mark.db
def test_stamps_are_written_by_their_own_account_for_own_records(session, as_reader, fifth) -> None:
    user, place = make.UserFactory(), make.ArrondissementFactory(number=5)
    session.commit()
    reader = as_reader(Scope.arrondissements(user.id, frozenset({place.id})), rights=pairs_of("referent"))
    context = context_of(reader)
    bind(reader, Context(context.scope, context.today, actor_id=user.id, rights=context.rights))
    assert len(to_confirm(reader)) == 20
    confirm(reader, [("Instance", fifth[0].id)])
    with pytest.raises(RuleViolation):
        confirm(reader, [("Instance", session.scalars(select(Instance).filter_by(name="Du septième")).one().id)])
    reader.commit()
    assert len(to_confirm(reader)) == 19


@prepared
def member(session):
    """Someone of a body of the 5th, with her mandate and one that is over; nobody has touched any of it for long."""
    body = make.InstanceFactory(arrondissements=[5], name="Quartiers anciens")
    person = make.PersonFactory(last_name="Rochas", first_name="Amandine", with_contact=True, updated_at=LONG_AGO)
    mandate = make.MandateFactory(instance=body, person=person, updated_at=LONG_AGO)
    make.MandateFactory(instance=body, person=person, ended_on=dt.date(2024, 6, 30), start_on=dt.date(2022, 1, 1))
    session.commit()
    return person, mandate


def test_a_person_is_asked_and_confirmed_with_the_mandate_that_the_line_tells(client_as, session, member) -> None:
    person, mandate = member
    referent = client_as("ref5")
    (line,) = document(referent.get("/")).xpath("//*[@data-point]//tbody/tr")
    assert "Rochas Amandine" in line.xpath("string(th)")
    assert "Quartiers anciens" in line.xpath("string(th)")
    (key,) = line.xpath('.//input[@name="record"]/@value')
    assert key == f"Person-{person.id}.Mandate-{mandate.id}"
    post(referent, "/mon-point/confirm", {"record": key})
    session.rollback()
    told = {(row.model, row.row_id) for row in session.scalars(select(Confirmation))}
    assert told == {("Person", person.id), ("Mandate", mandate.id)}
    assert not document(referent.get("/")).xpath("//*[@data-point]")


def test_a_mandate_waits_alone_where_the_person_is_up_to_date_and_who_holds_none_is_not_asked(
    client_as, session, member
) -> None:
    person, mandate = member
    make.ConfirmationFactory(model="Person", row_id=person.id)
    make.PersonFactory(arrondissement=make.ArrondissementFactory(number=5), updated_at=LONG_AGO)
    session.commit()
    assert lines(client_as("ref5")) == [f"Mandate-{mandate.id}"]


def test_phone_and_email_of_the_line_are_changed_in_place(client_as, session, member) -> None:
    referent = client_as("ref5")
    (table,) = document(referent.get("/")).xpath("//*[@data-point]//table")
    assert table.xpath("./thead//th/@data-cell") == ["phone", "email"]
    address = table.get("data-cell-url").replace("/0", f"/{member[0].id}")
    answer = post(referent, address, {"field": "email", "seen": member[0].email, "value": "a.rochas@example.org"})
    assert answer.get_json()["words"] == "a.rochas@example.org"
