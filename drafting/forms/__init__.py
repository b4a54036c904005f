"""What is typed into a draft, by part."""
