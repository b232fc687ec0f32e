"""Imports of workbooks: `run.plan` reads a file and says what it would do, `run.apply` does it."""
