"""Pages of grants at the desk: find one, enter one, its money by year, its outcome, its spend."""
