"""The public side on machines of its own: the book is carried there, and what the public sends in is fetched back."""
