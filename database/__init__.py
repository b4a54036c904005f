"""PostgreSQL: the three roles, routing, system checks, backup and restore."""
