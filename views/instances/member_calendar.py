"""The address at which the members of a body read its calendar: made, made anew, revoked, told again to the staff."""

from typing import Any

from flask import current_app, flash, redirect, url_for

from mdo.kernel.base.context import through
from mdo.meetings.body_calendar import calendar_of_body, calendar_secret, give_address
from models.base import utc_now
from models.instances import Instance
from models.journal import Door
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Crumb, Link
from views.base.rendering import render


def calendar_link(view: Any, row: Instance) -> Link:
    """The way to the page."""
    return Link(gettext("Calendar of the members"), view.url("member_calendar", pk=row.id), "calendar-range")


def calendar_page(view: Any, row: Instance) -> Any:
    """The address, for who may change the body."""
    found = calendar_of_body(db.session, row.id)
    secret = calendar_secret(db.session, row.id, current_app.config["SECRET_KEY"])
    title = gettext("Calendar of the members")
    return render(
        "instances/member_calendar.html",
        title=title,
        crumbs=(*view.crumbs(), Crumb(str(row), view.url("show", pk=row.id)), Crumb(title)),
        body=row.name,
        address=url_for("FeedFileView.of_body", token=secret, _external=True) if secret else "",
        is_alive=found is not None and found.token_hash is not None,
        renew_url=view.url("renew_calendar", pk=row.id),
        revoke_url=view.url("revoke_calendar", pk=row.id),
        back_url=view.url("show", pk=row.id),
    )


def renew_calendar(view: Any, row: Instance) -> Any:
    """Makes the address, or makes it anew: the former one is dead."""
    through(db.session, Door.FORM, gettext("New address: %(what)s", what=gettext("Calendar of the members")))
    give_address(db.session, row.id, current_app.config["SECRET_KEY"], utc_now())
    db.session.commit()
    flash(gettext("This address is alive; the former one, if any, answers no more."), "success")
    return redirect(view.url("member_calendar", pk=row.id), 303)


def revoke_calendar(view: Any, row: Instance) -> Any:
    """Kills the address: nobody reads the calendar without an account any more."""
    found = calendar_of_body(db.session, row.id)
    through(db.session, Door.FORM, gettext("Address revoked: %(what)s", what=gettext("Calendar of the members")))
    if found is not None:
        found.token_hash, found.issued_at = None, utc_now().replace(microsecond=0)
        db.session.commit()
    flash(gettext("This calendar has no address any more."), "success")
    return redirect(view.url("member_calendar", pk=row.id), 303)
