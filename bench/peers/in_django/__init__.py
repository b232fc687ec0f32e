"""The export button of django-import-export in the admin of Django 5.2: GET /export.

As kind to it as its manual allows: the relations are read with the rows, no form comes first, nobody signs in and no
right is checked.
"""
