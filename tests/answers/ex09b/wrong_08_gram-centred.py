def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    rows = rows - ops.mean(rows, axis=1, keepdims=True)
    return ops.transpose(rows, (0, 2, 1)) @ rows / (h * w)
