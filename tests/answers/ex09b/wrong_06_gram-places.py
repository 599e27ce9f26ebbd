def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
