"""What is shown of backup."""

from views.backup.screens import BackupView
from views.base.domain import Entry, Screens

SCREENS = Screens("backup", views={BackupView: "sauvegardes"}, menu=(Entry(60, BackupView, "archive"),))
