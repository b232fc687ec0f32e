"""What was typed is never lost: the session had ended, the token was old, the database did not answer."""

import base64
import datetime as dt

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from models.accounts import User, UserSession
from models.base import utc_now
from models.people import Mandate, Person
from tests.base.pages import document, opened, refusals, typed
from tests.support import factories as make
from tests.support.application import quickly_hashed
from tests.support.forms import csrf_token, post
from tests.support.prepared import prepared
from views.base.kept import seal

PASSWORD = "quatre mots sans lien"
TYPED = {"last_name": "Rivière", "first_name": "Zoé", "gender": "female", "city": "Lyon", "birth_year": "abc"}


@prepared
def agent(session):
    return make.UserFactory(username="agnes", roles=["mission"], password=quickly_hashed(PASSWORD))


@pytest.fixture
def end_sessions(session):
    """As after half an hour without a request, or when an administrator ends them."""

    def end():
        session.rollback()
        for row in session.scalars(select(UserSession)):
            row.revoked_at = utc_now()
        session.commit()

    return end


def people(session):
    session.rollback()
    session.expire_all()
    return session.scalars(select(Person).order_by(Person.id)).all()


def form_of(answer, action=""):
    """Where the main form of a bare page goes, and its hidden fields."""
    [form] = [form for form in document(answer).forms if "kept" in form.fields]
    return form.get("action"), {name: form.fields[name] for name in ("kept", "csrf_token")}


def sign_in_again(client, answer, password=PASSWORD):
    action, hidden = form_of(answer)
    return client.post(action, data={**hidden, "username": "agnes", "password": password})


def go_back(client, answer):
    action, hidden = form_of(answer)
    return client.post(action, data=hidden)


def test_what_was_typed_before_the_session_ended_is_found_after_signing_in(client_as, session, agent, end_sessions):
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    assert (answer.status_code, people(session)) == (401, [])
    assert document(answer).xpath("//h1/text()") == ["Se connecter"]
    resumed = go_back(client, sign_in_again(client, answer))
    assert (resumed.status_code, people(session)) == (200, [])
    assert {name: typed(resumed, name) for name in TYPED} == TYPED
    assert refusals(resumed) == {}
    assert post(client, "/personnes/add", TYPED | {"birth_year": "1980"}).status_code == 302
    assert [(person.last_name, person.birth_year) for person in people(session)] == [("Rivière", 1980)]


def test_an_edition_goes_on_with_its_lock(client_as, session, agent, end_sessions):
    person = make.PersonFactory(city="Bron", postal_code="69500")
    client = client_as(agent)
    address = f"/personnes/edit/{person.id}"
    data = opened(client, address) | {"city": "Lyon", "csrf_token": csrf_token(client)}
    end_sessions()
    person.postal_code = "69001"  # meanwhile, someone else
    session.commit()
    resumed = go_back(client, sign_in_again(client, client.post(address, data=data)))
    assert (typed(resumed, "city"), typed(resumed, "postal_code")) == ("Lyon", "69500")
    fields = {name: typed(resumed, name) for name in data if name != "csrf_token"}
    assert post(client, address, fields).status_code == 302
    [row] = people(session)
    assert (row.city, row.postal_code) == ("Lyon", "69001")


def test_an_enrolment_goes_on_too(client_as, session, agent, end_sessions):
    mandate = make.MandateFactory()
    client = client_as(agent)
    data = opened(client, f"/personnes/enrol?instance={mandate.instance_id}") | {
        "last_name": "Rivière", "start_on": "1/9/2026", "csrf_token": csrf_token(client),
    }  # fmt: skip
    end_sessions()
    resumed = go_back(client, sign_in_again(client, client.post("/personnes/enrol", data=data)))
    assert (typed(resumed, "last_name"), typed(resumed, "instance")) == ("Rivière", str(mandate.instance_id))
    assert typed(resumed, "start_on") == "2026-09-01"
    session.rollback()
    assert len(session.scalars(select(Mandate)).all()) == 1


def test_a_wrong_password_loses_nothing(client_as, session, agent, end_sessions):
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    refused = sign_in_again(client, answer, "une phrase fausse")
    assert refused.status_code == 422
    assert typed(go_back(client, sign_in_again(client, refused)), "first_name") == "Zoé"


def test_it_is_kept_through_a_second_end_of_session(client_as, session, agent, end_sessions):
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    page = sign_in_again(client, client.post("/personnes/add", data=TYPED | {"csrf_token": token}))
    end_sessions()
    again = go_back(client, page)
    assert again.status_code == 401
    assert typed(go_back(client, sign_in_again(client, again)), "first_name") == "Zoé"


@pytest.mark.parametrize("token", ["", "of another session"])
def test_an_old_token_keeps_what_was_typed(client_as, session, agent, token):
    client = client_as(agent)
    answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    assert (answer.status_code, people(session)) == (400, [])
    resumed = go_back(client, answer)
    assert (resumed.status_code, typed(resumed, "city"), people(session)) == (200, "Lyon", [])


def test_signing_in_again_in_another_tab_is_enough(client_as, session, agent, end_sessions):
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    assert post(client, "/login/", {"username": "agnes", "password": PASSWORD}).status_code == 303
    answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    assert answer.status_code == 400  # the token went with the session
    assert typed(go_back(client, answer), "city") == "Lyon"


def test_a_database_that_does_not_answer_loses_nothing(client_as, session, agent, engine):
    client = client_as(agent)
    token = csrf_token(client)

    def fail(connection, cursor, statement, parameters, context, executemany):
        if "FROM arrondissement" in statement:
            raise OperationalError(statement, {}, Exception("locked"))

    event.listen(engine, "before_cursor_execute", fail)
    try:
        answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    finally:
        event.remove(engine, "before_cursor_execute", fail)
    assert answer.status_code == 503
    assert typed(go_back(client, answer), "city") == "Lyon"


# ---- What it must not become ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null"])
def test_a_form_of_another_site_puts_no_word_into_ours(client_as, agent, origin):
    answer = client_as(agent).post("/personnes/add", data=TYPED, headers={"Origin": origin})
    assert answer.status_code == 400
    assert "kept" not in answer.text


def test_the_own_site_is_known_by_its_name(client_as, agent):
    answer = client_as(agent).post("/personnes/add", data=TYPED, headers={"Origin": "http://localhost"})
    assert form_of(answer)


@pytest.mark.parametrize("address", ["/mon-compte/mot-de-passe", "/login/", "/logout/", "/personnes/delete/1"])
def test_only_forms_of_records_are_kept(client_as, agent, end_sessions, address):
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    data = {"password": "secret-secret", "current": "secret-secret", "csrf_token": token}
    assert "kept" not in client.post(address, data=data).text
    assert "secret-secret" not in client.post(address, data=data | {"csrf_token": "old"}).text


def _sealed(app, session, user, path, pairs, age=dt.timedelta()):
    """As a form of this account's last session would be sealed, some time ago."""
    typed_in = session.scalars(
        select(UserSession.sid_hash).where(UserSession.user_id == user.id).order_by(UserSession.id.desc())
    ).first()
    with app.app_context():
        text = seal(typed_in, path, pairs)
    signer = URLSafeTimedSerializer(app.secret_key, salt="typed-in-a-form")
    made = signer.make_signer(signer.salt)
    made.get_timestamp = lambda: int((utc_now() - age).timestamp())
    return made.sign(signer.dump_payload(signer.loads(text))).decode()


@pytest.mark.parametrize("fault", ["forged", "of another form", "too old"])
def test_what_this_site_did_not_sign_for_this_form_is_not_shown(app, client_as, session, agent, fault):
    client = client_as(agent)
    pairs = [["last_name", "Rivière"]]
    kept = {
        "forged": _sealed(app, session, agent, "/personnes/add", pairs)[:-3] + "xyz",
        "of another form": _sealed(app, session, agent, "/organisations/add", pairs),
        "too old": _sealed(app, session, agent, "/personnes/add", pairs, dt.timedelta(hours=12, minutes=1)),
    }[fault]
    answer = post(client, "/personnes/add", {"kept": kept})
    assert (answer.status_code, typed(answer, "last_name"), people(session)) == (422, "", [])
    almost = _sealed(app, session, agent, "/personnes/add", pairs, dt.timedelta(hours=11, minutes=59))
    assert typed(post(client, "/personnes/add", {"kept": almost}), "last_name") == "Rivière"


def test_what_is_no_longer_on_offer_is_not_named(app, client_as, session):
    elsewhere = make.InstanceFactory(arrondissements=[3], name="Conseil du 3e arrondissement")
    client = client_as("ref5")
    reader = session.scalars(select(User).where(User.username == "ref5")).one()
    kept = _sealed(app, session, reader, "/mandats/add", [["instance", str(elsewhere.id)], ["rank", "2"]])
    answer = post(client, "/mandats/add", {"kept": kept})
    assert (answer.status_code, typed(answer, "rank")) == (200, "2")
    assert "Conseil du 3e" not in answer.text


def test_who_signs_in_next_finds_nothing_of_what_another_typed(client_as, session, agent, end_sessions):
    """Neither in the page that carries it, nor in the form, nor by asking the form for it."""
    make.UserFactory(username="bertille", roles=["mission"], password=quickly_hashed(PASSWORD))
    client = client_as(agent)
    token = csrf_token(client)
    end_sessions()
    answer = client.post("/personnes/add", data=TYPED | {"csrf_token": token})
    action, hidden = form_of(answer)
    payload = hidden["kept"].split(".")[0 if hidden["kept"][0] != "." else 1]
    assert b"Rivi" not in base64.urlsafe_b64decode(payload + "==")
    answer = client.post(action, data={**hidden, "username": "bertille", "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    asked = post(client, "/personnes/add", {"kept": hidden["kept"]})
    assert (asked.status_code, "Rivière" in asked.text) == (422, False)


def test_what_was_typed_after_signing_out_in_another_tab_is_still_its_own(client_as, session, agent):
    make.UserFactory(username="bertille", roles=["mission"], password=quickly_hashed(PASSWORD))
    client = client_as(agent)
    token = csrf_token(client)
    post(client, "/logout/")
    answer = go_back(client, client.post("/personnes/add", data=TYPED | {"csrf_token": token}))
    action, hidden = form_of(answer)
    other = client.post(action, data={**hidden, "username": "bertille", "password": PASSWORD})
    assert other.status_code == 303
    post(client, "/logout/")
    action, fresh = "/login/", csrf_token(client)
    again = client.post(
        action, data={"csrf_token": fresh, "kept": hidden["kept"], "username": "agnes", "password": PASSWORD}
    )
    assert typed(go_back(client, again), "last_name") == "Rivière"


def test_a_reader_without_the_right_is_refused(app, client_as, session):
    client = client_as("elu5")
    reader = session.scalars(select(User).where(User.username == "elu5")).one()
    kept = _sealed(app, session, reader, "/personnes/add", [["last_name", "Rivière"]])
    assert post(client, "/personnes/add", {"kept": kept}).status_code == 403


def test_the_reasons_of_a_renewal_are_found_again(client_as, session, agent, end_sessions):
    mandate = make.MandateFactory(
        instance=make.InstanceFactory(max_consecutive_terms=1, term_months=36, membership="closed"),
        start_on=dt.date(2023, 1, 1),
        planned_end_on=dt.date(2025, 12, 31),
    )
    client = client_as(agent)
    data = {"rowid": str(mandate.id), f"reason_{mandate.id}": "Seule candidate", "csrf_token": csrf_token(client)}
    end_sessions()
    resumed = go_back(client, sign_in_again(client, client.post("/mandats/renew", data=data)))
    assert (resumed.status_code, typed(resumed, f"reason_{mandate.id}")) == (200, "Seule candidate")
    session.rollback()
    assert len(session.scalars(select(Mandate)).all()) == 1
