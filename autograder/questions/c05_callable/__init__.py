"""Questions of chapter 05: models called like layers: one after the other, and many side by side."""
