"""From a group and a table's shape to SQL: a logical plan, and a dialect that renders it. Knows no engine."""
