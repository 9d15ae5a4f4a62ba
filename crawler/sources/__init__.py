"""The sources: a YAML file each, in a folder per country."""
