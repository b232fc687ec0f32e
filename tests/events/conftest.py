"""A mail server, and an application that sends through it."""

from tests.mail.conftest import box, mail_on  # noqa: F401  # fixtures
