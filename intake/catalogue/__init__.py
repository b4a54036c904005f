"""A whole back catalogue: files paired, put in order, entered or left for a person, and its faults laid open."""
