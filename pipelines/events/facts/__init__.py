"""What a story says beside places and times: figures, kinds of occurrence, names."""
