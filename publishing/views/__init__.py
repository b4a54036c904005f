"""Pages of publications at the desk."""
