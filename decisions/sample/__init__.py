"""The sample that a trial starts with: two imported papers as far as their facts go, and invented ones in every status."""
