"""Views are shared by the threads of a server: what one asks never reaches what another writes.

Stock Flask-AppBuilder keeps the filters of a request on the view and attached 3 to 4 % of the rows to the parent of
another request.
"""

import http.client
import threading
from collections import Counter
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from models.instances import Seat
from tests.support import factories as make
from tests.support.application import open_web_session
from tests.support.forms import csrf_token
from views.security.gate import TOKEN_KEY

THREADS = 8
EACH = [pytest.param(30, marks=pytest.mark.slow), pytest.param(260, marks=pytest.mark.night)]
"""More than 2,000 rows in all at night."""


def _cookie_and_token(app, user, session):
    """The cookie of an account and the token of its forms."""
    secret = open_web_session(user)
    session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie[TOKEN_KEY] = secret
    token = csrf_token(client)
    name = app.config["SESSION_COOKIE_NAME"]
    found = client.get_cookie(name)
    assert found is not None
    return f"{name}={found.value}", token


def _add_seats(port, cookie, token, body_id, each, barrier, failures):
    """Opens the list and the form of one body, then adds a seat to it, again and again."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}

    def ask(method, address, expected, body=None):
        connection.request(method, address, body=body, headers=headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        if answer.status != expected:
            failures.append((method, address, answer.status))
        return page

    barrier.wait()
    for number in range(1, each + 1):
        form = f"/sieges/add?instance={body_id}"
        if number % 4 == 0:
            ask("GET", f"/sieges/list/?f_instance={body_id}", 200)
        if number % 2 == 0 and f'<option value="{body_id}" selected>' not in ask("GET", form, 200):
            failures.append(("GET", form, 0))
        data = {"csrf_token": token, "instance": body_id, "number": number, "label": f"de {body_id}"}
        ask("POST", form, 302, urlencode(data))
    connection.close()


@pytest.mark.parametrize("each", EACH)
def test_no_row_is_attached_to_the_parent_of_another_request(app, session, each):
    bodies = [make.InstanceFactory(name=f"Conseil {number}").id for number in range(THREADS)]
    users = [make.UserFactory(roles=["mission"]) for _ in range(THREADS)]
    signed_in = [_cookie_and_token(app, user, session) for user in users]
    failures: list[tuple[str, str, int]] = []
    barrier = threading.Barrier(THREADS)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        writers = [
            threading.Thread(target=_add_seats, args=(server.server_port, cookie, token, body, each, barrier, failures))
            for body, (cookie, token) in zip(bodies, signed_in, strict=True)
        ]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
    session.rollback()
    seats = session.execute(select(Seat.instance_id, Seat.label)).all()
    assert failures == []
    assert Counter(body for body, _ in seats) == dict.fromkeys(bodies, each)
    assert [label for body, label in seats if label != f"de {body}"] == []
