"""What a word of a file means: the vocabulary of workbooks, what goes by which name, what an unknown one resembles."""
