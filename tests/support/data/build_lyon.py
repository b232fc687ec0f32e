"""Builds lyon_instances.xlsx, the real bodies of Lyon, from the two lists of the shared reference.

Run it when ../shared is present: `python -m tests.support.data.build_lyon`. The workbook is kept with the tests.
"""

import csv
import re
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
SOURCE = HERE.parents[3] / "shared" / "data" / "lyon"
TARGET = HERE / "lyon_instances.xlsx"
HEADERS = ("Type", "Nom", "Arrondissement", "État", "Date de reconnaissance", "Remarques", "Source")
# Two bodies of the source are named by their arrondissement alone.
_NAMED_BY_PLACE = {"CICA": "CICA du 5e", "conseil d'arrondissement des enfants": "Conseil des enfants du 5e"}


def rows() -> list[tuple[str | None, ...]]:
    """The lines of both lists, as one would type them."""
    found: list[tuple[str | None, ...]] = []
    for row in _read("lyon_conseils_de_quartier.csv"):
        note = " ; ".join(filter(None, (f"source de {row['annee_source']}", row["remarque"])))
        found.append(
            ("Conseil de quartier", row["nom"], row["arrondissement"], "Active", None, note, row["source_url"])
        )
    for row in _read("lyon_autres_instances.csv"):
        place = next(value for header, value in row.items() if header.startswith("arrondissement"))
        recognised = re.fullmatch(r"reconnu le (\d{2}/\d{2}/\d{4})", row["etat_source"])
        state = "En préparation" if re.search("devrait|annoncé", row["etat_source"]) else "Active"
        name = _NAMED_BY_PLACE.get(row["type"], row["nom"])
        note = None if recognised else row["etat_source"]
        found.append((row["type"], name, place, state, recognised and recognised[1], note, row["source_url"]))
    return found


def build() -> None:
    """Writes the workbook, places as text so that Excel does not make a date of « 3/7 »."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Instances"
    sheet.append(HEADERS)
    for row in rows():
        sheet.append(row)
    for column, width in zip("ABCDEFG", (34, 44, 16, 16, 22, 60, 60), strict=True):
        sheet.column_dimensions[column].width = width
    book.save(TARGET)


def _read(name: str) -> list[dict[str, str]]:
    with (SOURCE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


if __name__ == "__main__":
    build()
