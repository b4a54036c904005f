"""Papers that exist already: text out of files, parsing, uploads, bulk import, historic decisions."""
