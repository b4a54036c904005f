"""The book as open data: CSV, JSON lines, 360Giving, linked data. Bytes and rows; the views only send them."""
