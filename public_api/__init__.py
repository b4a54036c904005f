"""The API for programs: read-only, with the filters and the records of the public lists."""
