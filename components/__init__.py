"""Building blocks of every page: widgets, template tags, and what every page's template is given about the service."""
