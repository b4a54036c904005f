"""A paper while it is written: begun, its parts typed and saved, its grant entered. Its models are of `decisions/`."""
