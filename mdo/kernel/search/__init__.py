"""Search over the words a row shows, accents and case ignored.

`sources` says which words, `dependents` which rows show the words of another, `maintenance` keeps the stored texts,
`matching` searches them.
"""
