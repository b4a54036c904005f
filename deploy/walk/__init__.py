"""Walking docs/deploy.md in a bare Debian, in a folder of its own: what the documents say is done, and must work."""
