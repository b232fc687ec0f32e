"""The query that reads all the pages of a link, in M, the language of Power Query: pasted as it is in Excel.

A table of M is read again at each use: held once, a page is asked for once.
"""

from models.live_links import LinkFormat

_CSV = """let
    Adresse = "%(address)s",
    Lire = (page as number) as table =>
        Table.PromoteHeaders(
            Csv.Document(
                Web.Contents(Adresse, [Query = [page = Number.ToText(page)]]),
                [Delimiter = ";", Encoding = 65001, QuoteStyle = QuoteStyle.Csv]
            ),
            [PromoteAllScalars = true]
        ),
    Pages = List.Generate(
        () => [numero = 1, lignes = Table.Buffer(Lire(1))],
        each [numero] = 1 or Table.RowCount([lignes]) > 0,
        each [numero = [numero] + 1, lignes = Table.Buffer(Lire([numero] + 1))],
        each [lignes]
    )
in
    Table.Combine(Pages)
"""
_JSON = """let
    Adresse = "%(address)s",
    Lire = (page as number) as record =>
        Json.Document(Web.Contents(Adresse, [Query = [page = Number.ToText(page)]])),
    Pages = List.Generate(
        () => Lire(1),
        each _ <> null,
        each if [next] = null then null else Lire([page] + 1),
        each [rows]
    )
in
    Table.FromRecords(List.Combine(Pages))
"""


def query_in_m(address: str, kind: LinkFormat) -> str:
    """The query of an address, which goes on as long as rows come."""
    return (_CSV if kind is LinkFormat.CSV else _JSON) % {"address": address.replace('"', '""')}
