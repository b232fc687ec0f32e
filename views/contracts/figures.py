"""The figures of a contract on its page: what it allows, ordered, invoiced, paid, left, as numbers and as a bar."""

from decimal import Decimal
from typing import Any

from mdo.contracts.figures import Balance, Use, balance_of_file, is_counted
from mdo.kernel.fields.columns import Kind
from models.contracts import Contract
from views.base.catalogues import gettext
from views.base.database import db
from views.base.pages import Panel
from views.base.words import value_in_words

_TONES = {Use.UNKNOWN: "muted", Use.ROOM: "ok", Use.WATCHED: "warn", Use.FULL: "warn", Use.EXCEEDED: "danger"}
_WIDTH = 1000


def euros(amount: Decimal | None) -> str:
    """An amount as screens write it; empty when it is not known."""
    return value_in_words(amount, Kind.AMOUNT)


def figures_panel(contract: Contract) -> Panel | None:
    """The figures, once there is a contract."""
    if not is_counted(contract):
        return None
    balance = balance_of_file(db.session, contract)
    figures = (
        ("ceiling", gettext("Ceiling"), euros(balance.ceiling) or gettext("not known")),
        ("ordered", gettext("Ordered"), euros(balance.ordered)),
        ("invoiced", gettext("Invoiced"), euros(balance.invoiced)),
        ("paid", gettext("Paid (contract)"), euros(balance.paid)),
        ("left", gettext("Left"), euros(balance.left)),
    )
    note = gettext("Amounts before tax.")
    if balance.has_opening:
        note = gettext("Amounts before tax, balances taken over included.")
    if contract.lots:
        note = " ".join((note, gettext("Sum of the lots awarded.")))
    return Panel(
        gettext("Figures"),
        "contracts/figures.html",
        {
            "figures": tuple(figure for figure in figures if figure[2]),
            "tone": _TONES[balance.use],
            "words": use_in_words(balance),
            "parts": _parts(balance),
            "note": note,
        },
    )


def use_in_words(balance: Balance) -> str:
    """What the colour of the bar says."""
    if balance.share is None:
        return gettext("No ceiling yet: fill in the amount or the maximum of the contract.")
    share = value_in_words(balance.share)
    if balance.use is Use.EXCEEDED:
        return gettext(
            "%(share)s %% of the ceiling: it is passed by %(over)s. Raise it by an amendment, or cancel an order.",
            share=share,
            over=euros(balance.used - (balance.ceiling or Decimal(0))),
        )
    if balance.is_whole and balance.use is Use.ROOM and balance.ordered == balance.ceiling:
        return gettext("Its whole amount is committed since its notification")
    if balance.use is Use.FULL:
        return gettext("%(share)s %% of the ceiling: it is reached", share=share)
    if balance.use is Use.WATCHED:
        return gettext("%(share)s %% of the ceiling: 80 %% are passed, to be watched", share=share)
    return gettext("%(share)s %% of the ceiling used", share=share)


def _parts(balance: Balance) -> tuple[dict[str, Any], ...]:
    """The parts of the bar, each after the other: paid, invoiced besides, ordered besides."""
    whole = max(balance.ceiling or Decimal(0), balance.used)
    if whole <= 0:
        return ()
    parts, start = [], Decimal(0)
    for name, label, until in (
        ("paid", gettext("Paid (contract)"), balance.paid),
        ("invoiced", gettext("Invoiced, to be paid"), balance.invoiced),
        ("ordered", gettext("Ordered, to be invoiced"), balance.ordered),
    ):
        amount = max(until - start, Decimal(0))
        drawn = [round(value * _WIDTH / whole) for value in (start, amount)]
        parts.append({"name": name, "label": label, "amount": euros(amount), "x": drawn[0], "width": drawn[1]})
        start += amount
    return tuple(parts)
