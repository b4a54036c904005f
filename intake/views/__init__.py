"""Pages of uploaded papers at the desk."""
