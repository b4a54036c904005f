"""PostgreSQL: the roles (owner, desk, reader, worker), routing, system checks, backup and restore."""
