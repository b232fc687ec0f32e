"""The same rows as bare as they can be: GET /limit and, for the part that openpyxl has in it, GET /openpyxl.

The limit is SQLAlchemy Core, text made by one expression a row, and zlib at its fastest, streamed: typed cells, no
table, no filter, no rights. It is as careless as a script may be: all a product adds is added to it.
"""

import io
import os
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from flask import Flask, Response
from openpyxl import Workbook
from sqlalchemy import Engine, Row, Select, create_engine, func, select

from models.instances import College, Instance, InstanceType, MandateFunction
from models.organisations import Organisation
from models.people import Mandate, Person

_BATCH = 2_000
COLUMNS = (
    "person",
    "instance",
    "function",
    "college",
    "organisation",
    "start_on",
    "planned_end_on",
    "ended_on",
    "end_reason",
    "rank",
    "designation",
    "commitment",
    "email",
    "phone",
    "instance_type",
)
_EPOCH = 693_594  # of Excel, as datetime.date counts days
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "xl/worksheets/sheet1.xml"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
    f'ContentType="{_TYPES}.sheet.main+xml"/><Override PartName="/{_SHEET}" ContentType="{_TYPES}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Rows" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{_OFFICE}/styles" '
    'Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
}


def _statement() -> Select[Any]:
    name = func.rtrim(Person.last_name + " " + func.coalesce(Person.first_name, ""))
    return (
        select(
            name,
            Instance.name,
            MandateFunction.label,
            College.name,
            Organisation.name,
            Mandate.start_on,
            Mandate.planned_end_on,
            Mandate.ended_on,
            Mandate.end_reason,
            Mandate.rank,
            Mandate.designation,
            Mandate.commitment,
            Person.email,
            Person.phone,
            InstanceType.label,
        )
        .outerjoin(Mandate.person)
        .outerjoin(Mandate.organisation)
        .join(Mandate.instance)
        .join(Mandate.function)
        .outerjoin(Mandate.college)
        .join(Instance.type)
        .order_by(Person.sort_key, Mandate.id)
    )


def _text(letter: str, row: int, value: str | None) -> str:
    return f'<c r="{letter}{row}" t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else ""


def _number(letter: str, row: int, value: int | None) -> str:
    return "" if value is None else f'<c r="{letter}{row}"><v>{value}</v></c>'


def _day(letter: str, row: int, value: Any) -> str:
    return f'<c r="{letter}{row}" s="1"><v>{value.toordinal() - _EPOCH}</v></c>' if value else ""


def _xml(row: int, values: Row[Any]) -> str:
    a, b, c, d, e, f, g, h, i, j, k, m, n, o, p = values
    return (
        f'<row r="{row}">{_text("A", row, a)}{_text("B", row, b)}{_text("C", row, c)}{_text("D", row, d)}'
        f"{_text('E', row, e)}{_day('F', row, f)}{_day('G', row, g)}{_day('H', row, h)}{_text('I', row, i)}"
        f"{_number('J', row, j)}{_text('K', row, k)}{_text('L', row, m)}{_text('M', row, n)}{_text('N', row, o)}"
        f"{_text('O', row, p)}</row>"
    )


class _Sent(io.RawIOBase):
    """What a zip package that is being written has left to send."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _rows(engine: Engine) -> Iterator[list[Row[Any]]]:
    with engine.connect() as connection:
        result = connection.execution_options(yield_per=_BATCH).execute(_statement())
        for part in result.partitions():
            yield list(part)


def _limit(engine: Engine) -> Iterator[bytes]:
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        with package.open(_SHEET, "w") as sheet:
            headers = "".join(_text(letter, 1, name) for letter, name in zip("ABCDEFGHIJKLMNO", COLUMNS, strict=True))
            sheet.write(f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1">{headers}</row>'.encode())
            number = 2
            for part in _rows(engine):
                sheet.write("".join([_xml(row, values) for row, values in enumerate(part, start=number)]).encode())
                number += len(part)
                yield sent.taken()
            sheet.write(b"</sheetData></worksheet>")
        yield sent.taken()
    yield sent.taken()


def _openpyxl(engine: Engine) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.append(COLUMNS)
    for part in _rows(engine):
        for values in part:
            sheet.append(tuple(values))
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        return file.read()


def create_app() -> Flask:
    """Both, on the database that BENCH_DATABASE_URL names."""
    engine = create_engine(os.environ["BENCH_DATABASE_URL"])
    app = Flask(__name__)
    app.add_url_rule("/login/", "ready", lambda: "")
    app.add_url_rule("/limit", "limit", lambda: Response(_limit(engine), mimetype="application/octet-stream"))
    app.add_url_rule("/openpyxl", "openpyxl", lambda: Response(_openpyxl(engine), mimetype="application/octet-stream"))
    return app
