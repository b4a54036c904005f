"""Files that the background papers of a paper name: added to a draft, read for Part 2. Its models are of decisions/."""
