"""Questions of chapter 10: a layer class of one's own, its serialisation, a layer that wraps another."""
