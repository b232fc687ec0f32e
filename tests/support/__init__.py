"""What tests stand on: databases, invented rows, signed-in clients, the browser."""

import datetime as dt

import pytest

TODAY = dt.date(2026, 11, 24)
"""The day it is in every test."""

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For a test of screens alone, which the other database would only repeat."""

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
"""For a test of what only PostgreSQL does."""
