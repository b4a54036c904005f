"""The first page of the desk and the lists of papers: found, ordered, in rows, kept as views; the papers of a meeting.

No models.
"""
