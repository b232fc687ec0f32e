"""`make bench`: ours beside others, on the same rows, the same day, the same machine.

The CPU of a request in one process; pages beside those of stock Flask-AppBuilder and of Django's admin; the list of
mandates as a workbook beside the export buttons of django-import-export and Flask-Admin, and beside the bare limit.
Absolute times depend on the machine and mean little;
statement counts and ratios within one run do. A missed gate (T5, T8, the export) ends the command with status 1, the
other bars are printed.
"""
