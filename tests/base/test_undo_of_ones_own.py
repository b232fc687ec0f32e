"""What one does to one's own menu, settings, calendars and kept answers is taken back from the message that says it."""
