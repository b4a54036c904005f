"""What is asked before something is published."""
