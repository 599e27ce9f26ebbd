"""Questions of chapter 08: one Embedding for two texts, and the likeness of two texts by one shared encoder."""
