"""Django's PostgreSQL backend, starting the PostgreSQL of our own when the first connection is made."""
