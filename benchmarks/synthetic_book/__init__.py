"""A large book of invented decisions, for measuring and for trying out; never in production."""
