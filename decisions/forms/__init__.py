"""What people may type into a paper and its steps: labels, hints, and sentences for what does not fit."""
