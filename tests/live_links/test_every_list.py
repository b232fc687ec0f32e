"""Each list and report that has an Excel file answers a live link, in both formats, with the same rows."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.kernel.rights.identity import hash_of_token
from mdo.reports.registry import REPORTS
from models.accounts import User
from models.live_links import LinkFormat
from tests.access.world import HIDDEN, OWN, build
from tests.live_links.made import table
from tests.support import NIGHT_ON_SQLITE
from tests.support.live_links import LiveLinkFactory
from tests.support.routes import one_row_of_each

# Their button stands beside an Excel file that holds something else than the rows of a list.
_NOT_ROWS = {"RoleView", "AccessibilityView", "LiveLinkView"}


def answering(app: Flask) -> list[str]:
    """The stored names of what live links answer."""
    views: list[Any] = app.appbuilder.baseviews  # type: ignore[attr-defined]  # FAB puts itself on the application
    lists = {type(view).__name__ for view in views if getattr(view, "is_live", False)}
    assert not lists & (_NOT_ROWS - {"AccessibilityView"})
    return sorted((lists - _NOT_ROWS) | {report.log_name for report in REPORTS.values()})


def link_to_each(session: Session, owner: User, names: list[str]) -> None:
    """A link of each list and report in both formats, whose secret is its own name."""
    for name in names:
        for kind in LinkFormat:
            token = hash_of_token(f"{name}-{kind}")
            LiveLinkFactory(user=owner, list_name=name, query="", format=kind, token_hash=token, with_personal=True)
    session.commit()


@NIGHT_ON_SQLITE
def test_each_list_answers_its_rows(
    app: Flask,
    session: Session,
    client: FlaskClient,
    client_as: Callable[..., FlaskClient],
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("mdo.live_links.links.MOST_READS", 10_000)
    client_as("admin")
    one_row_of_each()
    owner = session.scalars(select(User).filter_by(username="admin")).one()
    names = answering(app)
    link_to_each(session, owner, names)
    filled = 0
    for name in names:
        lines = table(client.get(f"/liens/{name}-csv.csv"))
        told = client.get(f"/liens/{name}-json.json").get_json()
        # A reading is itself in the register of exports.
        assert len(told["rows"]) - (name == "AccessLogView") == len(lines) - 1, name
        assert not told["rows"] or len(told["rows"][0]) == len(lines[0]), name
        assert told["next"] is None
        filled += bool(told["rows"])
    assert filled > len(names) / 2


@NIGHT_ON_SQLITE
def test_no_list_answers_a_row_of_another_arrondissement(
    app: Flask,
    session: Session,
    client: FlaskClient,
    client_as: Callable[..., FlaskClient],
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr("mdo.live_links.links.MOST_READS", 10_000)
    client_as("ref5")
    client_as("elu5")
    build(session, session.scalars(select(User).filter_by(username="elu5")).one())
    owner = session.scalars(select(User).filter_by(username="ref5")).one()
    names = answering(app)
    link_to_each(session, owner, names)
    statuses = set()
    seen = ""
    for name in names:
        for kind in LinkFormat:
            answer = client.get(f"/liens/{name}-{kind}.{kind}")
            statuses.add(answer.status_code)
            seen += answer.text
            assert HIDDEN not in answer.text, name
    assert statuses == {200, 403}
    assert OWN in seen
