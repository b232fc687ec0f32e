"""The form of an enrolment asks the consent that it speaks of, and says when it lacks."""

import pytest
from sqlalchemy import select

from models.instances import MandateFunction
from models.people import Consent, Person
from tests.base.pages import document
from tests.support import TODAY
from tests.support import factories as make
from tests.support.forms import post

MISSING = "n’a pas donné son accord à la lettre d’information"


@pytest.fixture
def typed(session):
    body = make.InstanceFactory(arrondissements=[5])
    session.commit()
    function = session.scalar(select(MandateFunction.id).where(MandateFunction.label == "Membre"))
    return {"last_name": "Roux", "instance": str(body.id), "function": str(function), "commitment": "news_only"}


def test_the_form_asks_for_the_newsletter_and_the_day_of_the_answer(client_as):
    page = document(client_as("ref5").get("/personnes/enrol"))
    assert page.xpath('//select[@name="newsletter_consent"]/option[@selected]/@value') == ["unknown"]
    assert page.xpath('//input[@name="newsletter_consent_on"]')
    assert "n’en est pas un" in page.text_content()


@pytest.mark.parametrize(
    ("answer", "day", "is_told"),
    [(Consent.GIVEN, TODAY, False), (Consent.REFUSED, TODAY, True), (Consent.UNKNOWN, None, True)],
)
def test_an_answer_bears_its_day_and_none_is_told(client_as, session, server_today, typed, answer, day, is_told):
    client = client_as("ref5")
    sent = post(client, "/personnes/enrol", typed | {"newsletter_consent": answer.value}, follow_redirects=True)
    session.rollback()
    row = session.scalars(select(Person)).one()
    assert (row.newsletter_consent, row.newsletter_consent_on) == (answer, day)
    assert (MISSING in sent.get_data(as_text=True)) is is_told


def test_a_mandate_of_someone_known_tells_it_too(client_as, session, typed):
    person = make.PersonFactory(newsletter_consent=Consent.UNKNOWN)
    make.MandateFactory(person=person, instance=make.InstanceFactory(arrondissements=[5]))
    session.commit()
    sent = post(client_as("ref5"), "/mandats/add", typed | {"person": str(person.id)}, follow_redirects=True)
    assert MISSING in sent.get_data(as_text=True)
