"""The builder: a form for attribute groups in a notebook."""
