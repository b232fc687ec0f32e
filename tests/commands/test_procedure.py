"""`flask mdo procedure`: what the form proposes, in JSON and in words; by the tables, or by the law as delivered."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from mdo.reference import load
from models.procurement import SpecificService, Threshold, ThresholdCode
from tests.support import ON_SQLITE

Run = Callable[..., Result]
ON = ("--on", "2026-11-24")


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Runs the command on the reference rows."""
    load(session)
    runner = app.test_cli_runner()

    def command(*words: str) -> Result:
        session.commit()
        return runner.invoke(args=["mdo", "procedure", *words])

    return command


def found(run: Run, *words: str) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.output)
    return answer


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--amount", "59999", *ON), ("gre_a_gre", False, False, "none")),
        (("--amount", "60 000,00", "--on", "24/11/2026"), ("mapa", False, False, "free")),
        (("--amount", "300000", "--cpv", "80500000-9", *ON), ("mapa", False, True, "boamp_or_jal")),
        (("--amount", "300000", "--cpv", "79411000-8", *ON), ("formal", True, True, "european")),
        (("--amount", "180000", "--maximum", "260000", "--on", "2026-11-02"), ("formal", True, True, "european")),
        (("--maximum", "400000", *ON), ("formal", True, True, "european")),
        (("--amount", "220999.99", "--on", "2019-06-03"), ("mapa", False, True, "boamp_or_jal")),
    ],
)
def test_a_need_gets_its_procedure(run: Run, words: tuple[str, ...], expected: tuple[Any, ...]) -> None:
    answer = found(run, *words)
    assert tuple(answer[name] for name in ("procedure", "cao", "legality", "notice")) == expected
    assert list(answer) == ["procedure", "lots", "cao", "legality", "environment", "notice", "reasons"]
    assert all(set(reason) == {"text", "article", "to_confirm"} for reason in answer["reasons"])


@ON_SQLITE
def test_lots_come_in_the_order_given_with_the_same_keys(run: Run) -> None:
    answer = found(run, "--lots", "300000,79000,21000", *ON)
    assert [lot["procedure"] for lot in answer["lots"]] == ["formal", "mapa", "formal"]
    assert {tuple(lot) for lot in answer["lots"]} == {tuple(answer)}
    assert any("la combinaison qui en garde le plus" in reason["text"] for reason in answer["reasons"])
    assert "25" in answer["lots"][2]["reasons"][0]["text"]


@ON_SQLITE
def test_the_tables_of_the_database_decide(run: Run, session: Session) -> None:
    asked = ("--amount", "300000", "--cpv", "80500000-9", *ON)
    for row in session.scalars(select(SpecificService)):
        session.delete(row)
    assert found(run, *asked)["procedure"] == "formal"
    for row in session.scalars(select(Threshold).where(Threshold.code == ThresholdCode.FORMAL)):
        row.amount_excl_tax = Decimal(300_001)
    assert found(run, *asked)["procedure"] == "mapa"


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--on", "2026-11-24"), "Donnez l’estimation du besoin"),
        (("--amount", "beaucoup", *ON), "Donnez le montant en euros"),
        (("--amount", "1000", "--on", "31/02/2026"), "Indiquez le jour ainsi"),
        (
            ("--amount", "1000", "--on", "2031-01-01"),
            "Les seuils européens de 2031 ne sont pas enregistrés : un administrateur les ajoute.",
        ),
        (("--amount", "1000", "--cpv", "805", *ON), "8 chiffres"),
        (("--amount", "1000", "--lots", "400,500", *ON), "dont la somme est le besoin"),
        (("--lots", "400,,500", *ON), "Donnez le montant en euros"),
        (("--maximum", "900000", "--lots", "250000,50000", *ON), "dont la somme est le besoin"),
        (
            ("--amount", "300", "--maximum", "900", "--lots", "400,200", *ON),
            "Les lots totalisent 600 €, le besoin 300 €",
        ),
        (("--amount", "39999.999", *ON), "écrivez 39999,99 ou 40000,00"),
        (("--amount", "60.000", *ON), "écrivez 60000 ou 60000,00"),
        (("--amount", "60,000", *ON), "écrivez 60000 ou 60000,00"),
        (("--lots", "60.000,40.000", *ON), "écrivez 60000 ou 60000,00"),
        (("--amount", "0", *ON), "Un besoin ou un lot de 0 €"),
        (("--amount", "1000", "--lots", "1000,0", *ON), "Un besoin ou un lot de 0 €"),
        (("--amount", "-5", *ON), "Donnez le montant en euros"),
        (("--amount", "NaN", *ON), "Donnez le montant en euros"),
        (("--amount", "1e9", *ON), "Donnez le montant en euros"),
        (("--amount", "", *ON), "Donnez le montant en euros"),
        (("--amount", "1000", "--cpv", "79952000-9", *ON), "La clé de 79952000 n’est pas 9"),
        (("--amount", "1000", "--cpv", "99999999", *ON), "Aucun code CPV ne commence par 99"),
    ],
)
def test_what_cannot_be_read_ends_with_one_sentence_in_french(run: Run, words: tuple[str, ...], sentence: str) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert sentence in result.output


@ON_SQLITE
def test_in_words_each_reason_has_its_article_and_its_doubt(run: Run) -> None:
    text = run("--amount", "300000", "--cpv", "80500000-9", "--on", "2026-09-01").output
    for words in ("Procédure : ", "Contrôle de légalité : Oui", "annexe n° 3", "L2112-2", "à confirmer", "R2131-12"):
        assert words.replace(" :", "\u00a0:") in text, (words, text)


@ON_SQLITE
def test_in_words_the_doubt_stands_beside_the_answers_and_on_one_last_line(run: Run) -> None:
    text = run("--amount", "300000", "--lots", "150000,150000", "--on", "2026-06-01").output.replace("\u00a0", " ")
    need, *lots = text.split("\n\n")
    assert "Attribué par la CAO : Oui (à confirmer)" in need
    assert "Contrôle de légalité : Oui\n" in need
    assert need.splitlines()[-1].strip().startswith("À confirmer par la commande publique : Article L1414-2 du CGCT")
    assert need.count("à confirmer") == 1
    assert len(lots) == 2
    for line in text.splitlines():
        assert not any(line.count(article) > 1 for article in ("R2122-8", "annexe n° 3", "Annexe n° 2")), line


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--amount", "30000", "--on", "2026-05-01"), ("Publicité : Aucune", "un devis accepté suffit", "R2122-8")),
        (
            ("--amount", "100000", "--on", "2026-09-01"),
            ("le contrat est écrit. (Article R2112-1)", "la consultation n’est pas jugée"),
        ),
        (
            ("--amount", "300000", "--on", "2026-05-01"),
            ("choisit le titulaire", "mis gratuitement à disposition sur le profil d’acheteur"),
        ),
        (
            ("--amount", "750000", "--cpv", "80500000", "--on", "2026-05-01"),
            ("Publicité : JOUE (à confirmer)", "R2131-15"),
        ),
        (("--amount", "300000", "--cpv", "55300000-3", "--on", "2026-05-01"), ("Hôtellerie et restauration",)),
    ],
)
def test_in_words_each_answer_says_what_bears(run: Run, words: tuple[str, ...], expected: tuple[str, ...]) -> None:
    text = run(*words).output.replace("\u00a0", " ")
    for sentence in (*expected, "toute la ville"):
        assert text.count(sentence) >= 1, (sentence, text)
    if "30000" not in words:
        assert "devis accepté" not in text


def test_without_a_database_it_answers_by_the_law_as_delivered(command_line: Any) -> None:
    result = command_line.invoke(args=["mdo", "procedure", "--amount", "300000", *ON, "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["procedure"] == "formal"
    assert "flask mdo init" in result.stderr
