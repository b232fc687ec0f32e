"""Every message of the code is in the French catalogue, set as French is; the English one is made of the others."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from tests.project.bans import ROOT
from translations.english import english, in_english

# Its name and its type: how wide a number is written (« 05 ») is each language's own.
PLACEHOLDER = re.compile(r"%\((\w+)\)[-+ 0-9.]*([a-z])|(%%)|(\{\w*\})")
NARROW, WIDE = "\u202f", "\u00a0"
# The colon of an address or of an hour takes no space.
BAD_TYPOGRAPHY = {
    "a narrow no-break space goes before ; ? !": re.compile(rf"(?<!{NARROW})[;?!](?!\w)"),
    "a no-break space goes before a colon": re.compile(rf"(?<!{WIDE}):(?!//|\d\d)"),
    "a no-break space goes inside French quotation marks": re.compile(rf"«(?!{WIDE})|(?<!{WIDE})»"),
    "quotation marks are French ones": re.compile(r"[\"“”]"),
    "the apostrophe is ’": re.compile(r"'"),
    "three dots are one sign": re.compile(r"\.\.\."),
    "no two spaces follow each other": re.compile(r"  |^ | $"),
}

GOOD_FRENCH = (
    f"Annuler cette opération{NARROW}?",
    f"«{WIDE}CICA{WIDE}» existe déjà{WIDE}: choisissez https://oye.example ou 18:02.",
    "postgresql://hote/base, l’heure…",
)
BAD_FRENCH = (
    "Annuler cette opération ?",
    f"Annuler cette opération{WIDE}?",
    "Erreur : rien",
    "Erreur: rien",
    "« CICA »",
    "l'heure",
    "Patientez...",
    "Rien  ici",
)


def catalogue(language: str = "fr") -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def texts(message: Message) -> Iterator[tuple[str, str]]:
    """Pairs of a message id and what a reader of the language sees; a plural makes two."""
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    yield from zip(ids, strings, strict=True)


def faults_of_typography(text: str) -> list[str]:
    return [rule for rule, pattern in BAD_TYPOGRAPHY.items() if pattern.search(text)]


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages of the code, as `make translations` finds them."""
    path = tmp_path_factory.mktemp("words") / "messages.pot"
    arguments = ["extract", "-F", str(ROOT / "pyproject.toml"), "-k", "N_", "-k", "lazy_gettext", "-o", str(path)]
    CommandLineInterface().run(["pybabel", "-q", *arguments, str(ROOT)])
    with path.open("rb") as file:
        return read_po(file)


def test_every_message_of_the_code_is_translated(wanted: Catalog) -> None:
    found = catalogue()
    missing = []
    for message in wanted:
        known = found.get(message.id, message.context)
        if message.id and (known is None or known.fuzzy or not all(string for _, string in texts(known))):
            missing.append(message.id)
    assert missing == [], "run `make translations`, then fill in translations/"


def test_no_message_outlives_the_code(wanted: Catalog) -> None:
    found = catalogue()
    unused = [message.id for message in found if message.id and wanted.get(message.id, message.context) is None]
    assert [*unused, *found.obsolete] == []


def test_placeholders_are_those_of_the_message() -> None:
    different = [
        (wanted_text, text)
        for message in catalogue()
        if message.id
        for wanted_text, text in texts(message)
        if text and sorted(PLACEHOLDER.findall(wanted_text)) != sorted(PLACEHOLDER.findall(text))
    ]
    assert different == []


def test_the_english_catalogue_is_the_one_that_is_made(wanted: Catalog) -> None:
    both = ({message.id: message.string for message in of if message.id} for of in (english(wanted), catalogue("en")))
    made, found = both
    assert found == made, "run `make translations`"


def test_a_message_without_hint_nor_quotation_marks_says_itself() -> None:
    assert in_english("Sent (request)") == "Sent"
    assert in_english("« %(name)s » already exists (since 2020).") == "“%(name)s” already exists (since 2020)."


def test_french_spaces_and_apostrophes_are_typographic() -> None:
    faults = [
        (text, rules)
        for message in catalogue()
        if message.id
        for _, text in texts(message)
        if (rules := faults_of_typography(text))
    ]
    assert faults == []


@pytest.mark.parametrize("text", GOOD_FRENCH)
def test_good_french_passes(text: str) -> None:
    assert faults_of_typography(text) == []


@pytest.mark.parametrize("text", BAD_FRENCH)
def test_bad_french_is_seen(text: str) -> None:
    assert faults_of_typography(text) != []
