"""What may be typed about uploaded papers."""
