"""How public pages are served: by version of the book, without cookies, from a cache that holds nothing else."""
