"""What is tested under every profile: run by itself with BODY=bodies/….toml; tests/profile/test_other_bodies.py runs it."""
