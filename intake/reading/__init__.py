"""Files read in processes of their own: a prepared parent forks a child for each, with little memory, time and no network."""
