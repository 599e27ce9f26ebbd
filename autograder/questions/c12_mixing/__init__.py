"""Questions of chapter 12: a functional model inside a layer, the layer in a functional model, `training` and `mask`."""
