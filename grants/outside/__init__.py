"""Tables that funders publish, read and set beside our own figures."""
