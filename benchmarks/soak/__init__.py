"""`make soak`: ten minutes of readers, writers, publishing and random kills on this machine, then a comparison with what was acknowledged."""
