"""What runs a compiled query."""
