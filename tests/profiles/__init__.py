"""What published groups give: values that expire, held against a slow simulation and counted by hand."""
