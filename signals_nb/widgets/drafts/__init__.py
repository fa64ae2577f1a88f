"""The parts of a draft: its form, what edits do to it, what it shows, where it is kept; no widgets."""
