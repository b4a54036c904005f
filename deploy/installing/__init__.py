"""Installing and upgrading on a machine with systemd, nginx and PostgreSQL; standard library only, run by root."""
