"""A ledger's file: read, understood line by line, and entered whole or not at all."""
