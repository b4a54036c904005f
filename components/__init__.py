"""Building blocks of every page: widgets, template tags, and what each page knows of the service."""
