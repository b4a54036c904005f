"""The public pages, data and interfaces, read as anybody reads them."""
