"""What is decided on each recommendation, and the conditions: written, and ticked off. Its models are of decisions/."""
