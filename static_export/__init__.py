"""The whole register as plain files: pages at their addresses, served by any web server, with no database.

It is made by asking the register's own views, so a file says what the page said. `docs/archive.md` tells how to use it.
"""
