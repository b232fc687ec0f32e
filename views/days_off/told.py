"""What is said of a day under its field as it is typed, and once it is saved. It stops nothing."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar

from flask import flash, request, url_for
from sqlalchemy import select

from mdo.days_off.told import Days, Said
from models.bounds import FIRST_DAY, LAST_DAY
from models.instances import Instance
from models.territory import Arrondissement
from views.base.catalogues import gettext
from views.base.database import db
from views.base.fields import parse_date, posted_ids
from views.base.forms import RecordForm
from views.base.pages import Panel
from views.base.words import full_date, language


def in_words(said: Iterable[Said]) -> tuple[str, ...]:
    """These remarks in the language of the reader."""
    texts = (gettext(message, **{name: _shown(values[name]) for name in values}) for message, values in said)
    return tuple(text[:1].upper() + text[1:] for text in texts)


def _shown(value: Any) -> str:
    return full_date(value) if isinstance(value, dt.date) else str(value).replace("'", "’")


def remarks_on(
    day: dt.date | None, *, is_order: bool = False, is_public: bool = False, instance_id: int | None = None
) -> tuple[str, ...]:
    """What is said of a day, with a body of its own places alone; of an order only whether one still orders.

    What is held in public has the reminder of an electoral period.
    """
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        return ()
    days = Days(db.session, day, day)
    if is_order:
        return in_words(days.said_of_order(day))
    instance = db.session.get(Instance, instance_id) if instance_id is not None else None
    said = in_words(days.said(day, None if instance is None else places_of(instance), language()))
    return (*said, *reminders(instance, day)) if is_public else said


def places_of(instance: Instance | None) -> Collection[int]:
    """The arrondissements of a body; none for the network and the whole city."""
    if instance is None:
        return ()
    return tuple(
        db.session.scalars(select(Arrondissement.id).join(Instance.arrondissements).where(Instance.id == instance.id))
    )


def reminders(instance: Instance | None, *on: dt.date) -> tuple[str, ...]:
    """The reminders of electoral periods, each once, for what is said in public on these days."""
    if not on:
        return ()
    days, places = Days(db.session, min(on), max(on)), places_of(instance)
    return tuple(dict.fromkeys(text for day in on for text in in_words(days.reminder(day, places))))


class ToldDays:
    """For a view with a date that one chooses: what is said of it under its field, then once it is saved."""

    told_day: ClassVar[str]
    is_of_orders: ClassVar[bool] = False

    def about_day(self, names: Sequence[str], form: RecordForm) -> Panel | None:
        """The panel under the date."""
        if self.told_day not in names or self.told_day not in form:
            return None
        return day_panel(self.told_day, form[self.told_day].data, is_order=self.is_of_orders)

    def after_save(self, row: Any) -> None:
        """Without a script, it is read once the row is saved."""
        super().after_save(row)  # type: ignore[misc]  # the view beside which this stands
        told = remarks_on(getattr(row, self.told_day), is_order=self.is_of_orders)
        if told:
            flash(gettext("Saved all the same; about this date: %(remarks)s", remarks=" ".join(told)), "warning")


def day_panel(name: str, day: Any, *, is_order: bool = False, instance_id: int | None = None) -> Panel:
    """What is said of the day that a field of this name holds, asked again as it changes; of a body, of its places."""
    told = remarks_on(day if isinstance(day, dt.date) else None, is_order=is_order, instance_id=instance_id)
    url = url_for("DateToAvoidView.told", field=name, order=1 if is_order else None, body=instance_id)
    return Panel(
        gettext("About this date"), "days_off/told.html", {"told": told, "url": url, "fields": name, "after": name}
    )


def told_of_address() -> tuple[str, ...]:
    """The same for the day that a form holds, given by an address."""
    day = parse_date(request.args.get(request.args.get("field", "")[:40], "")[:40])
    body = next(iter(posted_ids(request.args.getlist("body")[:1])), None)
    asked = {name: request.args.get(name) == "1" for name in ("order", "public")}
    return remarks_on(day, is_order=asked["order"], is_public=asked["public"], instance_id=body)
