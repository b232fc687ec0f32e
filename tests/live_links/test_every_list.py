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
    for name in names:
        for kind in LinkFormat:
            token = f"{name}-{kind}"
            LiveLinkFactory(
                user=owner, list_name=name, query="", format=kind, token_hash=hash_of_token(token), with_personal=True
            )
    session.commit()
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
