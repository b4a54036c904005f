"""The history: who did what, when and from where; rows that can only be added, chained by their hashes."""
