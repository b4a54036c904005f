"""Both layouts of more than one machine, on this one: real PostgreSQL servers on ports of its own (docs/deploy.md)."""
