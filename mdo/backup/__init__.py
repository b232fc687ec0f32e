"""Backups: the database and its files in one archive, and back (docs/decisions/0034-backups.md)."""
