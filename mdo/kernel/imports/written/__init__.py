"""One step between the cells of a line and their readers: what people write, put as the readers take it.

Pure: lines in, lines out. What is understood otherwise than literally is a note, what cannot be known a question.
"""
