"""Taking the analysts' views away: files in the formats that people work with, and a data package beside them."""
