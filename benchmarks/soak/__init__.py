"""`make soak`: ten minutes of readers, writers, publishing and random kills; what was acknowledged must be there."""
