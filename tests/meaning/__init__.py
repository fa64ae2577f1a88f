"""What a group evaluates to, held by hand-counted tables and by an independent reader of the definition."""
