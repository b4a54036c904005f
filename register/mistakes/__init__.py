"""Reports by the public of mistakes in published decisions."""
