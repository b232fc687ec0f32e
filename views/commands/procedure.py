"""`flask mdo procedure`: what a need launched on a day follows, with its reasons; and each of its lots."""

import json
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from mdo.kernel.base.errors import amount_in_words
from mdo.procurement.law import NeedLaw, stored_need_law
from mdo.procurement.need import Qualification, qualify
from mdo.procurement.reasons import Reason
from mdo.procurement.reference_law import shipped_law
from mdo.procurement.specific import checked_cpv
from models.procurement import ProcedureCode
from views.base.catalogues import gettext
from views.base.words import value_in_words
from views.commands.edge import Failure, day_of, euros_of, session_of_command, speaking, told
from views.procurement.words import doubts_in_words, notice_in_words, reason_in_words

_NAMES = {ProcedureCode.DIRECT: "gre_a_gre", ProcedureCode.ADAPTED: "mapa"}
_FORMAL = "formal"


@click.command("procedure")
@click.option("--amount", metavar="EUR", help="Estimate before tax, renewals included, as 65000 or 65000,50.")
@click.option("--on", required=True, metavar="DATE", help="Day of the launch, as 01/09/2027 or 2027-09-01.")
@click.option("--maximum", metavar="EUR", help="Maximum of an accord-cadre, which measures the need.")
@click.option("--cpv", metavar="CODE", help="CPV code, as 80500000-9.")
@click.option("--lots", metavar="EUR,EUR,…", help="Estimates of the lots, which add up to the need.")
@click.option("--json", "as_json", is_flag=True, help="Prints JSON.")
@with_appcontext
def procedure(
    amount: str | None, on: str, maximum: str | None, cpv: str | None, lots: str | None, as_json: bool
) -> None:
    """Prints the procedure of a need launched on a day, with its reasons; of its lots too."""
    with speaking():
        whole, most = (None if typed is None else euros_of(typed) for typed in (amount, maximum))
        parts = [] if lots is None else _lots(lots)
        _check_sum(parts, whole, most)
        day, code = day_of(on), checked_cpv(cpv)
        found = _under_the_law(lambda law: qualify(whole, day, law, maximum=most, cpv=code, lots=parts))
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=2) if as_json else _as_text(found))


def _under_the_law(asked: Callable[[NeedLaw], Qualification]) -> Qualification:
    """What is asked, by the tables of the database; by the rows as they are delivered where it is not ready."""
    try:
        with session_of_command("flask mdo procedure", writes=False) as session:
            law = stored_need_law(session)
            if law.thresholds:
                return asked(law)
    except DBAPIError:
        pass
    words = gettext("The database is not ready (« flask mdo init »): this is by the law as the product delivers it.")
    click.echo(words, err=True)
    return asked(shipped_law())


def _lots(text: str) -> list[Decimal]:
    """The estimates of the lots, with a comma between them; with semicolons, commas are those of cents."""
    return [euros_of(part) for part in text.split(";" if ";" in text else ",")]


def _check_sum(lots: list[Decimal], whole: Decimal | None, most: Decimal | None) -> None:
    """Lots make the need, or its maximum. Raises Failure with the totals."""
    total = sum(lots, Decimal(0))
    known = [value for value in (whole, most) if value is not None]
    if not lots or not known or total in known:
        return
    if whole is not None and most is not None:
        words = gettext(
            "The lots make %(sum)s €, the need %(amount)s € and its maximum %(maximum)s €: give estimates, or maxima, "
            "that add up to one of the two.",
            sum=amount_in_words(total),
            amount=amount_in_words(whole),
            maximum=amount_in_words(most),
        )
    else:
        words = gettext(
            "The lots make %(sum)s € and the need %(amount)s €: give estimates that add up.",
            sum=amount_in_words(total),
            amount=amount_in_words(known[0]),
        )
    raise Failure(words)


def _as_json(found: Qualification) -> dict[str, Any]:
    return {
        "procedure": _NAMES.get(found.procedure, _FORMAL),
        "lots": [_as_json(lot) for lot in found.lots],
        "cao": found.committee,
        "legality": found.legality,
        "environment": {"criterion": found.criterion, "condition": found.condition},
        "notice": found.notice.value,
        "reasons": [
            {"text": reason.words.text(gettext), "article": reason.article, "to_confirm": reason.is_to_confirm}
            for reason in found.reasons
        ],
    }


def _as_text(found: Qualification) -> str:
    lines = [gettext("Need of %(amount)s € before tax", amount=_euros(found.value)), *_lines(found)]
    for number, lot in enumerate(found.lots, start=1):
        lines += ["", gettext("Lot %(number)d: %(amount)s € before tax", number=number, amount=_euros(lot.value))]
        lines += _lines(lot, {reason.words.text(gettext) for reason in found.reasons})
    return "\n".join(lines)


def _euros(value: Decimal | None) -> str:
    return "–" if value is None else amount_in_words(value)


def _lines(found: Qualification, said: Collection[str] = ()) -> list[str]:
    """The answer in lines, what is to be confirmed in the last; reasons said of the need are not said of its lots."""
    if found.procedure in _NAMES:
        procedure = value_in_words(found.procedure)
    else:
        procedure = gettext("Formal procedure (call for tenders, as a rule)")
    facts = (
        ("procedure", gettext("Procedure"), procedure),
        ("cao", gettext("Awarded by the CAO"), value_in_words(found.committee)),
        ("legality", gettext("Review of legality"), value_in_words(found.legality)),
        ("criterion", gettext("Criterion on the environment"), value_in_words(found.criterion)),
        ("condition", gettext("Condition of performance on the environment"), value_in_words(found.condition)),
        ("notice", gettext("Publicity"), notice_in_words(found)),
    )
    own = [reason for reason in found.reasons if reason.words.text(gettext) not in said]
    doubts = doubts_in_words(own)
    return [
        *(told(label, _doubted(value, found.rests.get(name))) for name, label, value in facts),
        *(f"  - {reason_in_words(reason)}" for reason in own),
        *([f"  {doubts}"] if doubts else ()),
    ]


def _doubted(value: str, reason: Reason | None) -> str:
    if reason is None or not reason.is_to_confirm:
        return value
    return gettext("%(value)s (to be confirmed)", value=value)
