"""Finding decisions: filters, orders, counts."""
