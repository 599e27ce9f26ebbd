"""Questions of chapter 03: a model saved and restored whole, its architecture alone, its weights alone."""
