"""Questions of chapter 07: a residual block, the toy ResNet made of such blocks, and its training."""
