"""The first page of the desk and the lists of papers: found, ordered, in rows, kept as views. No models."""
