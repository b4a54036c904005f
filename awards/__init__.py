"""Awards to partners as lines of a draft: typed one by one, or pasted as a table. No models."""
