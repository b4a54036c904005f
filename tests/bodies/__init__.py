"""Tests of any body: BODY=bodies/….toml names it; tests/profile/test_other_bodies.py runs them for those shipped."""
