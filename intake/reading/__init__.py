"""Files read in processes of their own: a prepared parent forks a child for each, with bounds and no network."""
