"""Events kept up: what is read, grouped and recorded, when, and what analysts rule on it."""
