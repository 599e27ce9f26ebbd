def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, c, h * w))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
