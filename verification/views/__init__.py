"""Pages and files for checking papers and the log, one module a subject."""
