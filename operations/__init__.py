"""Running the service: whether each part of it works, who is told when it does not, and what backups there are."""
