"""The people of the desk, the offices they hold and when, and how they sign in."""
