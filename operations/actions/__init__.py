"""Changes: recording backups, and letters to administrators about the service."""
