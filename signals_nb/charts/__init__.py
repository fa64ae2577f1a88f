"""Pictures of results: matplotlib Figures, and SVG for pages. matplotlib is imported when one is drawn."""
