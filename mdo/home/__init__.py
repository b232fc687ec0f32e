"""What the first page counts, for each kind of reader: real figures, each the length of a list."""
