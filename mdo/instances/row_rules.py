"""What is asked of the rows of instances, whatever door writes them: forms, undo and restore."""

import datetime as dt
from collections.abc import Mapping

from mdo.instances.lifecycle import check_instance
from mdo.instances.rules import check_rules, rules_of_type
from mdo.instances.structure import check_college, check_function, check_seat, check_structure, check_type
from mdo.kernel.base.context import AnySession
from mdo.kernel.rules.declared import RowRules
from models.instances import College, Instance, InstanceType, MandateFunction, Seat


def _write_instance(session: AnySession, row: Instance, today: dt.date) -> None:
    check_instance(row, today)
    check_structure(session, row)


def _stored_instance(session: AnySession, row: Instance, today: dt.date) -> None:
    check_instance(row, today)
    check_structure(session, row, is_written=True)


def _write_type(session: AnySession, row: InstanceType, today: dt.date) -> None:
    check_rules(rules_of_type(row))
    check_type(session, row)


def _stored_type(session: AnySession, row: InstanceType, today: dt.date) -> None:
    check_rules(rules_of_type(row))
    check_type(session, row, is_written=True)


RULES: Mapping[type, RowRules] = {
    Instance: RowRules(_write_instance, _stored_instance),
    InstanceType: RowRules(_write_type, _stored_type),
    Seat: RowRules(
        lambda session, row, today: check_seat(session, row),
        lambda session, row, today: check_seat(session, row, is_written=True),
    ),
    College: RowRules(
        lambda session, row, today: check_college(session, row),
        lambda session, row, today: check_college(session, row, is_written=True),
    ),
    MandateFunction: RowRules(
        lambda session, row, today: check_function(session, row),
        lambda session, row, today: check_function(session, row, is_written=True),
    ),
}
