"""What changes a publication, each all or nothing."""
