"""Awards to partners."""
