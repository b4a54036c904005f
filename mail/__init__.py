"""One outbox for every letter: queued with the change that causes it, sent once by the worker, tried again."""
