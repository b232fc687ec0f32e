"""What the law of public procurement says on a day: thresholds, delays, procedures and their calendars."""
