"""The morning after a meeting: what is left to do of it, which crosses attendance, papers, messages and hours."""
