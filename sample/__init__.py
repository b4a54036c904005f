"""The sample of a trial: two imported papers as far as their facts go, and invented ones in every status."""
