"""What is typed in a form: read as French people write, refused with a sentence at its field, never lost or leaked."""

import datetime as dt
from decimal import Decimal

import pytest
from flask_wtf import FlaskForm
from sqlalchemy import event, select
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from models.accounts import User
from models.instances import Instance, InstanceType, Membership, Seat
from models.journal import JournalEntry
from models.people import EndReason, Mandate, Person
from tests.base.pages import document, opened, refusals, save, summary, typed
from tests.support import ON_SQLITE
from tests.support import factories as make
from tests.support.forms import post
from views.base.fields import FrenchDecimalField, parse_date
from views.base.integrity import violation_of
from views.base.words import phone_url

NEW_PERSON = {"last_name": "Rivière", "first_name": "Zoé", "gender": "female", "address": "1 rue du Bœuf"}


@pytest.fixture
def mission(client_as):
    return client_as("mission")


@pytest.fixture
def stored(session):
    """A row as it is now."""

    def of(model, row_id):
        session.rollback()
        session.expire_all()
        return session.get(model, row_id)

    return of


def people(session):
    session.rollback()
    return session.scalars(select(Person).order_by(Person.id)).all()


# ---- Refusals keep what was typed ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("newsletter_consent_on", "31/02/2026"),
        ("newsletter_consent_on", "hier"),
        ("newsletter_consent_on", "00/00/0000"),
        ("birth_year", "abc"),
        ("birth_year", "19,5"),
        ("birth_year", "NaN"),
        ("birth_year", "Infinity"),
        ("birth_year", "-inf"),
        ("birth_year", "1e400"),
        ("birth_year", "9" * 40),
        ("birth_year", "²"),
        ("birth_year", "999999999"),
        ("birth_year", "-5"),
        ("birth_year", "1899"),
        ("birth_year", "2027"),
        ("email", "pas une adresse"),
        ("email", "é" * 300 + "@example.org"),
        ("first_name", "x" * 101),
        ("postal_code", "x" * 11),
    ],
)
def test_a_value_that_cannot_be_is_refused_at_its_field_and_all_is_kept(mission, session, field, value):
    answer = post(mission, "/personnes/add", NEW_PERSON | {field: value})
    assert answer.status_code == 422
    said = refusals(answer)
    assert list(said) == [field]
    assert len(said[field]) > 10
    assert said[field] in summary(answer)
    assert typed(answer, field) == value
    for other in {"last_name", "gender", "address"} - {field}:
        assert typed(answer, other) == NEW_PERSON[other]
    assert people(session) == []


@pytest.mark.parametrize("length", [100, 101])
def test_the_length_of_the_column_is_the_limit(mission, session, length):
    answer = post(mission, "/personnes/add", NEW_PERSON | {"last_name": "é" * length})
    assert answer.status_code == (302 if length == 100 else 422)
    assert [len(person.last_name) for person in people(session)] == ([100] if length == 100 else [])
    if length > 100:
        assert "100" in refusals(answer)["last_name"]


def test_a_long_text_has_a_limit_too(mission, session):
    body = make.InstanceFactory()
    session.commit()
    answer = save(mission, f"/instances/edit/{body.id}", notes="é" * 10_001)
    assert (answer.status_code, list(refusals(answer))) == (422, ["notes"])
    assert save(mission, f"/instances/edit/{body.id}", notes="é" * 10_000).status_code == 302


@pytest.mark.parametrize("missing", ["last_name"])
def test_what_is_needed_is_asked_for(mission, session, missing):
    for value in ("", "   ", "\u200b", "\0"):
        answer = post(mission, "/personnes/add", NEW_PERSON | {missing: value})
        assert (answer.status_code, list(refusals(answer))) == (422, [missing])
        assert typed(answer, "address") == NEW_PERSON["address"]


def test_a_value_that_has_a_default_is_not_emptied(mission, session):
    seat, person = make.SeatFactory(number=4), make.PersonFactory()
    session.commit()
    for address, field in (
        (f"/sieges/edit/{seat.id}", "number"),
        (f"/personnes/edit/{person.id}", "gender"),
    ):
        answer = save(mission, address, **{field: ""})
        assert (answer.status_code, refusals(answer)) == (422, {field: "Remplissez ce champ."})


def test_the_first_of_a_month_is_an_ordinal_beside_its_field(mission, session):
    mandate = make.MandateFactory(start_on=dt.date(2026, 9, 1))
    session.commit()
    words = document(mission.get(f"/mandats/edit/{mandate.id}")).xpath('//*[@data-date-words="start_on"]')
    assert [word.text_content() for word in words] == ["mardi 1er septembre 2026"]


def test_a_rank_left_empty_is_counted(mission, session):
    mandate = make.MandateFactory()
    session.commit()
    assert save(mission, f"/mandats/edit/{mandate.id}", rank="").status_code == 302
    session.rollback()
    session.refresh(mandate)
    assert mandate.rank == 1


def test_a_unique_value_taken_is_said_at_its_field(client_as, session):
    first, second = make.InstanceFactory(code="CQ-1"), make.InstanceFactory(code="CQ-2")
    session.commit()
    answer = save(client_as("mission"), f"/instances/edit/{second.id}", code="CQ-1", notes="Relu")
    assert (answer.status_code, list(refusals(answer))) == (422, ["code"])
    assert (typed(answer, "code"), typed(answer, "notes")) == ("CQ-1", "Relu")
    assert first.code != second.code


def test_a_unique_pair_taken_is_said_at_its_last_field(mission, session):
    seat = make.SeatFactory(number=1)
    session.commit()
    data = {"instance": str(seat.instance_id), "number": "1", "label": "Habitante"}
    answer = post(mission, "/sieges/add", data)
    assert answer.status_code == 422
    assert set(refusals(answer)) <= {"number", "instance"}
    assert refusals(answer)
    assert typed(answer, "label") == "Habitante"


@pytest.mark.parametrize(("number", "status"), [("0", 422), ("-1", 422), ("1", 302)])
def test_a_check_of_the_table_is_said_at_the_field_it_is_about(mission, session, number, status):
    body = make.InstanceFactory()
    session.commit()
    answer = post(mission, "/sieges/add", {"instance": str(body.id), "number": number})
    assert (answer.status_code, list(refusals(answer))) == (status, ["number"] if status == 422 else [])


@pytest.mark.parametrize("value", ["999999", "2147483647", "2147483648", "9" * 5000, "-1", "²", "abc", "1 OR 1=1"])
def test_a_relation_takes_only_a_row_on_offer(mission, session, value):
    answer = post(mission, "/personnes/add", NEW_PERSON | {"organisation": value})
    assert (answer.status_code, list(refusals(answer))) == (422, ["organisation"])
    assert refusals(answer)["organisation"] == "Ce choix n’est pas dans la liste."
    assert typed(answer, "address") == NEW_PERSON["address"]


@pytest.mark.parametrize("value", ["sorcerer", "1", "FEMALE"])
def test_an_enumeration_takes_only_its_members(mission, session, value):
    answer = post(mission, "/personnes/add", NEW_PERSON | {"gender": value})
    assert (answer.status_code, list(refusals(answer))) == (422, ["gender"])


def test_a_row_in_use_is_not_deleted_and_the_reason_is_said(mission, session, stored):
    mandate = make.MandateFactory()
    session.commit()
    answer = post(mission, f"/personnes/delete/{mandate.person_id}", follow_redirects=True)
    assert "sert encore ailleurs" in answer.get_data(as_text=True)
    assert stored(Person, mandate.person_id) is not None


@pytest.mark.parametrize("name", ["personnes", "instances"])
def test_what_must_stay_is_not_asked_about(mission, session, name):
    """HEAD is what the dialog of the page asks before it opens: it says nothing, the page of the record does."""
    mandate = make.MandateFactory()
    session.commit()
    pk = mandate.person_id if name == "personnes" else mandate.instance_id
    address = f"/{name}/delete/{pk}"
    assert mission.head(address).headers["Location"] == f"/{name}/show/{pk}"
    said = document(mission.get(address, follow_redirects=True)).xpath('string(//div[@class="messages"])')
    assert " ".join(said.split()).count("Utilisée par : Mandats (1).") == 1, said
    session.delete(mandate)
    session.commit()
    assert (mission.head(address).status_code, mission.get(address).status_code) == (200, 200)


# ---- French writing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24/11/2026", dt.date(2026, 11, 24)),
        ("4/1/2026", dt.date(2026, 1, 4)),
        (" 24.11.2026 ", dt.date(2026, 11, 24)),
        ("24-11-2026", dt.date(2026, 11, 24)),
        ("24 11 2026", dt.date(2026, 11, 24)),
        ("2026-11-24", dt.date(2026, 11, 24)),
        ("29/02/2024", dt.date(2024, 2, 29)),
        ("29/02/2026", None),
        ("11/24/2026", None),
        ("24/11/26", None),
        ("2026-13-01", None),
        ("0000-00-00", None),
        ("99999-01-01", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_the_french_write_it(text, day):
    assert parse_date(text) == day


class _Price(FlaskForm):
    amount = FrenchDecimalField()


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234,50", Decimal("1234.50")),
        ("1 234,50", Decimal("1234.50")),
        ("1\u00a0234,50", Decimal("1234.50")),
        ("1\u202f234,50", Decimal("1234.50")),
        ("1234.5", Decimal("1234.5")),
        ("-3", Decimal(-3)),
        ("\u22123", Decimal(-3)),
        ("", None),
        ("NaN", ValueError),
        ("Infinity", ValueError),
        ("-Infinity", ValueError),
        ("1e400", ValueError),
        ("9" * 40, ValueError),
        ("1,2,3", ValueError),
        ("58.400", ValueError),  # thousands, or 58,40 with a zero too many
        ("0.125", ValueError),  # stored in hundredths: none of them goes without a word
        ("0.120", Decimal("0.12")),
        ("douze", ValueError),
    ],
)
def test_a_number_is_read_as_the_french_write_it(app, text, amount):
    with app.test_request_context(method="POST", data={"amount": text}):
        form = _Price(meta={"csrf": False})
        valid = form.validate()
        assert valid is (amount is not ValueError)
        if valid:
            assert form.amount.data == amount
        else:
            assert form.amount.data is None
            assert len(form.amount.errors) == 1
            assert f'value="{text}"' in form.amount()


def test_dates_and_numbers_are_stored_as_typed_in_french(mission, session):
    data = NEW_PERSON | {"birth_year": "1 980", "newsletter_consent": "given", "newsletter_consent_on": "4/1/2026"}
    assert post(mission, "/personnes/add", data).status_code == 302
    [person] = people(session)
    assert (person.birth_year, person.newsletter_consent_on) == (1980, dt.date(2026, 1, 4))


@pytest.mark.parametrize(
    ("text", "stored_text"),
    [
        ("Riv\0ière", "Rivière"),
        ("\x07Rivière\x1b\x7f", "Rivière"),
        ("\ufeffRivi\u200bère\u202e", "Rivière"),
        ("Rivie\u0300re", "Rivière"),
        ("  Rivière  ", "Rivière"),
        ("Rivière\ufffe", "Rivière"),
        ("L'Hôpital 🙂", "L'Hôpital 🙂"),
        ("Łukasz Ñandú Ⅳ", "Łukasz Ñandú Ⅳ"),
    ],
)
def test_invisible_and_control_characters_are_taken_out(mission, session, text, stored_text):
    assert post(mission, "/personnes/add", NEW_PERSON | {"last_name": text}).status_code == 302
    assert [person.last_name for person in people(session)] == [stored_text]


# ---- What Flask-AppBuilder could not save --------------------------------------------------------------------------


def test_a_box_can_be_left_or_made_empty(client_as, session, stored):
    responsable = client_as("responsable")
    data = {"label": "Conseil d'essai", "code": "essai", "membership": "closed", "position": "1"}
    assert post(responsable, "/types/add", data).status_code == 302
    session.rollback()
    row = session.scalars(select(InstanceType).filter_by(code="essai")).one()
    assert row.is_permanent is False
    assert save(responsable, f"/types/edit/{row.id}", is_permanent="y").status_code == 302
    assert stored(InstanceType, row.id).is_permanent is True
    data = opened(responsable, f"/types/edit/{row.id}")
    data.pop("is_permanent")
    assert post(responsable, f"/types/edit/{row.id}", data).status_code == 302
    assert stored(InstanceType, row.id).is_permanent is False


def test_an_optional_choice_can_be_emptied(mission, session, stored):
    body = make.InstanceFactory(membership=Membership.OPEN)
    mandate = make.MandateFactory(ended_on=dt.date(2026, 1, 1), end_reason=EndReason.OTHER)
    session.commit()
    assert save(mission, f"/instances/edit/{body.id}", membership="").status_code == 302
    assert stored(Instance, body.id).membership is None
    assert save(mission, f"/mandats/edit/{mandate.id}", ended_on="", end_reason="").status_code == 302
    assert stored(Mandate, mandate.id).end_reason is None


def test_an_optional_relation_and_a_collection_can_be_emptied(mission, session, stored):
    person = make.PersonFactory(organisation=make.OrganisationFactory())
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    assert save(mission, f"/personnes/edit/{person.id}", organisation="").status_code == 302
    assert stored(Person, person.id).organisation_id is None
    assert save(mission, f"/instances/edit/{body.id}", arrondissements=[]).status_code == 302
    assert stored(Instance, body.id).arrondissements == []


@pytest.mark.parametrize("method", ["add", "edit"])
def test_what_is_not_in_the_form_cannot_be_posted(mission, session, stored, method):
    stranger = make.UserFactory()
    person = make.PersonFactory()
    session.commit()
    forced = {"id": "777", "created_by_id": str(stranger.id), "created_by": str(stranger.id), "version": "99"}
    forced |= {"sort_key": "aaa", "created_at": "2000-01-01", "updated_at": "2000-01-01", "arrondissement_id": "5"}
    address = "/personnes/add" if method == "add" else f"/personnes/edit/{person.id}"
    data = NEW_PERSON if method == "add" else opened(mission, address) | {"city": "Bron"}
    assert post(mission, address, data | forced).status_code == 302
    session.rollback()
    row = session.scalars(select(Person).order_by(Person.id.desc())).first()
    assert row.id < 777
    assert row.version < 99
    assert row.created_by_id != stranger.id
    assert row.sort_key != "aaa"
    assert row.created_at.year > 2000
    assert row.arrondissement_id is None


def test_a_password_cannot_be_posted_to_an_account(client_as, session, stored):
    account = make.UserFactory(roles=["mission"], password="scrypt:unchanged")
    session.commit()
    forced = {"password": "secret", "conf_password": "secret", "login_count": "99", "version": "99"}
    answer = post(
        client_as("admin"),
        f"/comptes/edit/{account.id}",
        opened(client_as("admin"), f"/comptes/edit/{account.id}") | {"first_name": "Claire"} | forced,
    )
    assert answer.status_code == 302
    row = stored(User, account.id)
    assert (row.first_name, row.password) == ("Claire", "scrypt:unchanged")
    assert row.version < 99


# ---- Errors of the database ----------------------------------------------------------------------------------------

SECRET = "SECRETVALUE"


class _Refusal(Exception):
    """What a driver would say, with the values of the row."""


@pytest.mark.parametrize("kind", [IntegrityError, DataError, OperationalError])
@pytest.mark.parametrize("method", ["add", "edit", "enrol"])
def test_an_error_of_the_database_shows_no_sql_and_no_value(mission, session, engine, kind, method):
    person = make.PersonFactory(last_name="Avant")
    body = make.InstanceFactory()
    function = make.MandateFunctionFactory()
    session.commit()
    data = NEW_PERSON | {"arrondissement": ""}
    address = f"/personnes/{method}"
    if method == "edit":
        address = f"/personnes/edit/{person.id}"
        data = opened(mission, address) | NEW_PERSON
    if method == "enrol":
        data |= {"instance": body.id, "function": function.id, "designation": "elected", "commitment": "unknown"}

    def fail(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("INSERT INTO person", "UPDATE person")):
            raise kind(statement, {"value": SECRET}, _Refusal(f'{SECRET} in "person": INSERT INTO person'))

    event.listen(engine, "before_cursor_execute", fail)
    try:
        answer = post(mission, address, data)
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    for word in (SECRET, "INSERT", "UPDATE", "sqlalche", "Error", "Traceback"):
        assert word not in page.replace('aria-describedby="', "")
    assert summary(answer)
    assert typed(answer, "address" if method != "enrol" else "last_name") in NEW_PERSON.values()
    assert [row.last_name for row in people(session)] == ["Avant"]


def test_an_enrolment_tells_what_is_wrong_of_the_person_and_of_the_mandate_at_once(mission, session):
    body = make.InstanceFactory()
    function = make.MandateFunctionFactory()
    session.commit()
    data = NEW_PERSON | {"arrondissement": "", "email": "rivière"}
    data |= {"instance": body.id, "function": function.id, "designation": "elected", "commitment": "unknown"}
    data |= {"start_on": "2026-03-01", "planned_end_on": "2026-02-01"}
    answer = post(mission, "/personnes/enrol", data)
    assert set(refusals(answer)) == {"email", "planned_end_on"}
    assert typed(answer, "last_name") == NEW_PERSON["last_name"]
    assert people(session) == []


@ON_SQLITE
def test_an_enrolment_tells_each_rule_of_the_person_beside_what_cannot_be_read(mission, session):
    data = {"last_name": "", "birth_year": "2099", "email": "rivière", "guardian_email": "abc", "start_on": "hier"}
    answer = post(mission, "/personnes/enrol", data)
    assert summary(answer).count(refusals(answer)["email"]) == 2  # of two fields, once each
    assert set(refusals(answer)) >= {"last_name", "birth_year", "email", "guardian_email", "start_on", "instance"}


@ON_SQLITE
def test_any_refusal_of_the_database_becomes_a_sentence(app):
    orig = _Refusal(f"{SECRET} SELECT 1")
    for kind in (IntegrityError, DataError, OperationalError):
        for is_delete in (False, True):
            with app.test_request_context():
                violation = violation_of(kind("SELECT 1", {}, orig), Seat.__table__, is_delete=is_delete)
            said = violation.text(lambda message, **values: message % values if values else message)
            assert SECRET not in said
            assert "SELECT" not in said


def test_an_error_of_the_database_in_a_deletion_is_said_in_words(mission, session, engine, stored):
    person = make.PersonFactory()
    session.commit()

    def fail(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith("DELETE FROM person"):
            raise OperationalError(statement, {"value": SECRET}, _Refusal(SECRET))

    event.listen(engine, "before_cursor_execute", fail)
    try:
        answer = post(mission, f"/personnes/delete/{person.id}", follow_redirects=True)
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 200
    assert document(answer).xpath('//*[contains(@class, "alert") or @role="alert" or contains(@class, "message")]')
    assert SECRET not in answer.get_data(as_text=True)
    assert stored(Person, person.id) is not None


def test_the_journal_names_what_a_form_created(session, mission):
    assert save(mission, "/personnes/add", **NEW_PERSON).status_code == 302
    session.rollback()
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert "Rivière Zoé" in entry.summary


def test_a_phone_opens_the_keyboard_of_what_is_typed_and_fills_in_nobody_else(mission):
    page = document(mission.get("/personnes/add"))
    (form,) = page.xpath("//form[@data-guard]")
    assert form.get("autocomplete") == "off"
    keyboards = {
        name: form.xpath(f'string(.//*[@name="{name}"]/@inputmode)') for name in ("phone", "postal_code", "birth_year")
    }
    assert keyboards == {"phone": "tel", "postal_code": "numeric", "birth_year": "numeric"}
    assert form.xpath('string(.//*[@name="email"]/@type)') == "email"


@pytest.mark.parametrize(
    ("text", "url"),
    [("06 39 98 27 78", "tel:0639982778"), ("+33 6 39.98-27", "tel:+336399827"), ("12345", None), ("poste 3456", None)],
)
def test_a_number_is_called_and_nothing_else(text, url):
    assert phone_url(text) == url
