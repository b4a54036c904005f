"""The database room: a PostgreSQL of our own for trial and single hosts, three roles, routing, backup and restore."""
