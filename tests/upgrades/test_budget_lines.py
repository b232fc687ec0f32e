"""The text of the budget of an application becomes lines: what it says is there, before, after and taken back."""

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, text

from tests.upgrades.test_documents_moved import insert_row

pytestmark = [pytest.mark.slow, pytest.mark.db]
WRITTEN = "Plants : 1 200,50 € (devis)\nÀ voir avec la mairie\n- Bois de 2026 = 300 €\nTerre : 0,01 euro\nOutils : 12"
READ = [("Plants", 120_050, 1), ("Bois de 2026", 30_000, 0), ("Terre", 1, 0)]
LEFT = "À voir avec la mairie\nOutils : 12"  # an amount without its euros may be a number of tools


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_the_text_of_a_budget_becomes_lines_without_a_loss(empty_app: Flask, empty_engine: Engine) -> None:
    with empty_app.app_context():
        upgrade(revision="0066")
        with empty_engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
            for table in ("instance_type", "instance", "project_call"):
                insert_row(connection, table, id=1)
            for row_id, budget in enumerate((WRITTEN, "Rien de chiffré", None), start=1):
                insert_row(connection, "application", id=row_id, number=row_id, state="draft", budget=budget)
            insert_row(connection, "photo_consent", id=7, application_id=1, use="web", person_name="A", picture="a.jpg")
            connection.commit()
        upgrade(revision="0067")
        with empty_engine.connect() as connection:
            lines = connection.execute(
                text(
                    "SELECT application_id, position, label, planned_incl_tax, has_quote FROM application_expense "
                    "ORDER BY application_id, position"
                )
            )
            assert [tuple(row) for row in lines] == [(1, place, *line) for place, line in enumerate(READ, start=1)]
            texts = connection.scalars(text("SELECT budget FROM application ORDER BY id")).all()
            assert texts == [LEFT, "Rien de chiffré", None]
            consent = connection.execute(text("SELECT id, picture, photo_id FROM photo_consent")).all()
            assert [tuple(row) for row in consent] == [(7, "a.jpg", None)]
        downgrade(revision="0066")
        with empty_engine.connect() as connection:
            [back, *others] = connection.scalars(text("SELECT budget FROM application ORDER BY id"))
            assert back == f"Plants : 1200,50 € (devis)\nBois de 2026 : 300,00 €\nTerre : 0,01 €\n{LEFT}"
            assert others == ["Rien de chiffré", None]
            assert connection.execute(text("SELECT id FROM photo_consent")).scalar() == 7
