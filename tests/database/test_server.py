"""The PostgreSQL of our own: first starts at once, killed servers, stale pids, odd folders, accounts."""
