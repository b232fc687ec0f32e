"""Mail is off unless it is switched on, and a wrong setting stops the server with one sentence."""

import pytest

from config import SettingsError, load_settings
from mdo.mail.smtp import MailServer, Tls

ON = {"MDO_MAIL": "1", "MDO_SMTP_HOST": "smtp.example.org", "MDO_SMTP_FROM": "mission@example.org"}


def server(tmp_path, **values):
    return load_settings({"MDO_DATA_DIR": str(tmp_path), **values}).mail_server


def test_mail_is_off_by_default_whatever_else_is_set(tmp_path):
    assert server(tmp_path) is None
    assert server(tmp_path, **(ON | {"MDO_MAIL": "0"})) is None


def test_switched_on_it_is_protected_by_default(tmp_path):
    assert server(tmp_path, **ON) == MailServer("smtp.example.org", 587, "mission@example.org", tls=Tls.STARTTLS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MDO_SMTP_HOST", ""),
        ("MDO_SMTP_FROM", ""),
        ("MDO_SMTP_FROM", "mission"),
        ("MDO_SMTP_PORT", "0"),
        ("MDO_SMTP_TLS", "maybe"),
        ("MDO_MAIL", "perhaps"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError) as refused:
        server(tmp_path, **(ON | {name: value}))
    assert refused.value.field == name
