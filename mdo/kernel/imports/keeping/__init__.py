"""What is kept of an import: its plan until it is applied, corrections in place, what was answered and decided."""
