"""Text out of files: a reader for each format, and the one that chooses among them (`reader.py`). No models."""
