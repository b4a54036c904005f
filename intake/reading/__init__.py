"""Files are read apart: a prepared parent forks a child for each, with little memory and time and no network."""
