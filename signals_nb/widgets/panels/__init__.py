"""The parts of the builder as they are seen: header, messages, tabs and footer."""
