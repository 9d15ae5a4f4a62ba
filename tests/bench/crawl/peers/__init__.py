"""What the peers run, each in its own environment: these modules import nothing of this project."""
