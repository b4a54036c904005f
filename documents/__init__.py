"""Papers as PDF: drawn, sealed, checked; evidence records over them. No models, and nothing of what papers say."""
