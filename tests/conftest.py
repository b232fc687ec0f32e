"""Fixtures of every test; each lives in the module of its subject."""

pytest_plugins = ("tests.support.databases", "tests.support.application")
