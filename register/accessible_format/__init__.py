"""Papers in a format that works for whoever asks: the public form, and what the desk does with what comes in."""
