"""The « xlsx » export of Flask-Admin: GET /mandate/export/xlsx/.

As kind to it as its manual allows: the relations are joined, rows are not limited, nobody signs in.
"""

import datetime as dt
import os

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Tables that are there already."""


db = SQLAlchemy(model_class=Base)


class Organisation(db.Model):
    """An association."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class College(db.Model):
    """A college."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class InstanceType(db.Model):
    """A type of body."""

    __tablename__ = "instance_type"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]


class MandateFunction(db.Model):
    """A function in a body."""

    __tablename__ = "mandate_function"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]


class Instance(db.Model):
    """A body."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    type_id: Mapped[int] = mapped_column(ForeignKey("instance_type.id"))
    type: Mapped[InstanceType] = relationship(lazy="joined")


class Person(db.Model):
    """A person."""

    id: Mapped[int] = mapped_column(primary_key=True)
    last_name: Mapped[str]
    first_name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    sort_key: Mapped[str]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}" if self.first_name else self.last_name


class Mandate(db.Model):
    """A mandate."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    function_id: Mapped[int] = mapped_column(ForeignKey("mandate_function.id"))
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"))
    start_on: Mapped[dt.date | None]
    planned_end_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str | None]
    rank: Mapped[int | None]
    designation: Mapped[str]
    commitment: Mapped[str]
    person: Mapped[Person | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    instance: Mapped[Instance] = relationship()
    function: Mapped[MandateFunction] = relationship()
    college: Mapped[College | None] = relationship()


class MandateView(ModelView):
    """The list that the link stands on."""

    can_export = True
    can_create = can_edit = can_delete = False
    export_types = ["xlsx"]
    column_list = ["person", "instance.name"]
    column_select_related_list = [
        Mandate.person,
        Mandate.organisation,
        Mandate.instance,
        Mandate.function,
        Mandate.college,
    ]
    column_default_sort = ("person.sort_key", False)
    column_export_list = [
        "person",
        "instance.name",
        "function.label",
        "college.name",
        "organisation.name",
        "start_on",
        "planned_end_on",
        "ended_on",
        "end_reason",
        "rank",
        "designation",
        "commitment",
        "person.email",
        "person.phone",
        "instance.type.label",
    ]


def create_app() -> Flask:
    """The application of one view."""
    app = Flask(__name__)
    app.config.update(SECRET_KEY="bench" * 8, SQLALCHEMY_DATABASE_URI=f"sqlite:///{os.environ['BENCH_DATABASE']}")
    db.init_app(app)
    admin = Admin(app, url="/")
    admin.add_view(MandateView(Mandate, db))
    return app
