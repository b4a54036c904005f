"""The form's standing texts and the list of powers, kept by two administrators. Its models are of decisions/."""
