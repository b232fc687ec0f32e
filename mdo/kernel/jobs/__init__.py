"""Work that takes time: asked on a page, done by a worker, one transaction each (docs/decisions/0020-jobs.md).

Huey carries the queue and the schedule; the row of `models.jobs` says what becomes of each piece of work.
"""
