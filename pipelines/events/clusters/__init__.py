"""Reports that tell of one event find each other."""
