"""One workbook of each kind that the product makes, with odd values in it."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from mdo.kernel.fields.columns import Column, Kind
from mdo.kernel.fields.summaries import Chart, FigureLine, Heading, Summary
from mdo.kernel.workbook.layout import Book, Visibility, WrittenSheet
from mdo.kernel.workbook.reader import CellFault
from mdo.kernel.workbook.writer import RejectedSheet, write_error_workbook, write_table, write_workbook
from models.people import Gender
from tests.support import TODAY

NOW = dt.datetime(2026, 11, 24, 8, 30, tzinfo=dt.UTC)
ROWS = (
    ("Île-Barbe", "=1+1", Gender.FEMALE, TODAY, NOW, 12, Decimal("-1234.56"), 0.125, "ana@example.org", "01000"),
    ("_x0041_", "+33612345678", None, dt.date(1900, 2, 28), None, 10**15, Decimal("0.10"), 1.0, None, "00012345678901"),
    ("a\nb <&> \U0001f5f3", "-5 rue", Gender.MALE, dt.date(9999, 12, 31), NOW, 0, None, None, "b@example.org", " "),
)
SUMMED = ("count", "amount")
COLUMNS = tuple(
    Column(name, label, lambda row, today, index=index: row[index], kind, help="Aide", sums=name in SUMMED)
    for index, (name, label, kind) in enumerate(
        [
            ("name", "Nom", Kind.TEXT),
            ("note", "Note « libre »", Kind.LONG_TEXT),
            ("gender", "Genre", Kind.ENUM),
            ("day", "Début", Kind.DATE),
            ("moment", "Noté le", Kind.MOMENT),
            ("count", "Nombre", Kind.INTEGER),
            ("amount", "Montant", Kind.AMOUNT),
            ("share", "Part", Kind.PERCENT),
            ("email", "Courriel", Kind.EMAIL),
            ("code", "Code postal", Kind.PHONE),
        ]
    )
)


def _list() -> bytes:
    stream = io.BytesIO()
    write_table(
        stream,
        title="Personnes",
        columns=COLUMNS,
        rows=ROWS,
        today=TODAY,
        translate=str,
        filters="Arrondissement : 5e & 7e",
        author="Ana Bel",
        now=NOW,
    )
    return stream.getvalue()


def _report() -> bytes:
    """A list too wide for a page, then figures with their charts, under names of the register."""
    wide = [replace(column, name=f"{column.name}{turn}", width=40) for turn in range(2) for column in COLUMNS]
    heads = (Heading("Sièges"), Heading("Vacants"), Heading("Part", Kind.PERCENT))
    lines = (
        FigureLine("=1+1", (1_200, 3, 0.25)),
        FigureLine("_x0041_ & <b>", (0, -1, None)),
        FigureLine(Gender.FEMALE, (1, 2, 0.5)),
    )
    figures = [
        Summary(
            "Par type : été", "Type", heads, lines, (1_201, 4, 0.5), (0, 1), chart, "Vacants des instances actives."
        )
        for chart in Chart
    ]
    stream = io.BytesIO()
    write_table(
        stream, title="Rapport", columns=wide, rows=ROWS, today=TODAY, translate=str, now=NOW, author="Ana Bel",
        summaries=figures,
    )  # fmt: skip
    return stream.getvalue()


def _to_fill_in() -> bytes:
    """What « Exporter pour modifier » and models are made of: lists, help, locks, hidden sheets, spare rows."""
    stream = io.BytesIO()
    first = WrittenSheet(
        "L'été des conseils",
        COLUMNS,
        ROWS,
        choices={"gender": ["Femme", "Homme", "=Autre"]},
        helps={"day": "Le jour, ainsi : 24/11/2026"},
        locked=frozenset({"name", "code"}),
        spare_rows=20,
        above=[["Conseils"], []],
    )
    second = WrittenSheet("Empreinte", COLUMNS[:1], ROWS[:1], visibility=Visibility.VERY_HIDDEN, is_table=False)
    write_workbook(stream, Book("Membres", (first, second), TODAY, str, NOW, author="Ana Bel"))
    return stream.getvalue()


def _rejected() -> bytes:
    stream = io.BytesIO()
    lines = [(["=Du", TODAY, CellFault.ERROR], "Début : pas une date."), (["Durand", 3.5], "Non.")]
    rejected = RejectedSheet("Membres", [["Annuaire"], []], ["Nom", "Début", "Fin"], lines)
    write_error_workbook(stream, [rejected], error_header="Erreur", translate=str)
    return stream.getvalue()


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "list": _list,
    "report": _report,
    "to_fill_in": _to_fill_in,
    "rejected": _rejected,
}
