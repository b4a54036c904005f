"""What pages say of what is in the book: rows, labels and sentences for the templates. No HTML, no HTTP."""
