"""Tables that people upload, as CSV, spreadsheet or pasted cells: found, and read cell by cell. No models."""
