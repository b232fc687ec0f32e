"""Search over the words a row shows, accents and case ignored (performance.md §6).

`sources` says which words, `dependents` which rows show the words of another, `maintenance` keeps the stored texts,
`matching` searches them.
"""
