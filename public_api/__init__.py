"""The interface for programs: read-only, with the filters and the records of the lists, and nothing besides."""
