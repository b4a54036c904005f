"""A PostgreSQL of our own, for trials and single hosts. Production with DATABASE_URL does not import it."""
