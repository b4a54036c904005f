"""Tables that funders publish, read and set beside our own figures.

Its models are of grants/.
"""
