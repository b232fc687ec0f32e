"""What tests stand on: databases, invented rows, signed-in clients, the browser."""

import datetime as dt

import pytest

TODAY = dt.date(2026, 11, 24)
"""The day it is in every test."""

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For a test of screens alone, which the other database would only repeat."""

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
"""For a test of what only PostgreSQL does."""

SLOW_ON_POSTGRESQL = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], indirect=True
)
"""For a long walk that `make test` takes on one database, and `make test-slow` on the other."""

SLOW_ON_SQLITE = pytest.mark.parametrize(
    "database", [pytest.param("sqlite", marks=pytest.mark.slow), "postgresql"], indirect=True
)
"""The same, where PostgreSQL is the stricter of the two."""

NIGHT_ON_POSTGRESQL = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.night)], indirect=True
)
"""For what each engine does alike: once by day, again on the other by `make test-night`."""

NIGHT_ON_SQLITE = pytest.mark.parametrize(
    "database", [pytest.param("sqlite", marks=pytest.mark.night), "postgresql"], indirect=True
)
"""The same, where PostgreSQL is the stricter of the two."""
