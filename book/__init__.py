"""What is published: Part 1, entries, publication, projections, the log, integrity checks, the sealed paper."""
