"""What is suspicious in a model, though nothing raises: `lint` before training, `watch` during it."""
