"""The decision paper from first draft to signature and publication."""
