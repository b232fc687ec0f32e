"""The tables of the user guide that list what imports read: written from the declarations, so that they never lie."""

from collections.abc import Iterator, Sequence

from mdo.kernel.imports.declaring import ImportField
from mdo.kernel.imports.kinds import KINDS
from mdo.kernel.imports.words.vocabulary import WORD_LISTS

BEGIN, END = "<!-- {name} : tableau produit par le code -->", "<!-- fin de {name} -->"


def with_tables(guide: str) -> str:
    """The guide with each of its generated tables written again. Raises ValueError when one has no place in it."""
    for name, lines in {**dict(_kinds()), **dict(_words())}.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, found, rest = guide.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(name)
        guide = "\n".join((before + begin, *lines, end + after))
    return guide


def _kinds() -> Iterator[tuple[str, list[str]]]:
    for code, kind in KINDS.items():
        needed = {name: group for group in kind.required for name in group}
        yield code, ["| Colonne | Autres en-têtes reconnus | |", "| --- | --- | --- |", *_rows(kind.fields, needed)]


def _rows(fields: Sequence[ImportField], needed: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for field in fields:
        first, *others = field.synonyms
        group = needed.get(field.name, ())
        mark = "obligatoire" if len(group) == 1 else "l'une d'elles est obligatoire" if group else ""
        yield f"| {first} | {', '.join(others)} | {mark} |"


def _words() -> Iterator[tuple[str, list[str]]]:
    for name, words in WORD_LISTS.items():
        yield (
            name,
            [
                "| Valeur | Mots reconnus |",
                "| --- | --- |",
                *(f"| {first} | {', '.join(others)} |" for first, *others in words.members.values()),
            ],
        )
