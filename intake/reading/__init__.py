"""Files are read in other processes: a parent forks a child for each, with little memory and time and no network."""
