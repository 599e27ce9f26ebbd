"""Questions of chapter 09: reusing the nodes of a graph: feature extraction, Gram matrices, a head on a frozen trunk."""
