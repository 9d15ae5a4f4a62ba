"""Reading the analysts' views whole: one snapshot, row by row."""
