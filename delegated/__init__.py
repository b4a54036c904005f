"""What officers decide under delegation: entered at the desk in a short form, published at once, listed by quarter.

No models: an entry is a decision of `decisions/` that was taken outside of the steps of a paper.
"""
