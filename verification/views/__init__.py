"""The pages and files of checking, one module a subject."""
