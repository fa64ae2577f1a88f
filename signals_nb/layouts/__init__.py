"""How a property is found in a table of events, whatever the loader that wrote it."""
