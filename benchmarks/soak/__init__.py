"""`make soak`: ten minutes of readers, writers, publishing and random kills on this machine, then the reckoning."""
