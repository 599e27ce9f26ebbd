def gram_matrix(features):
    features = ops.convert_to_tensor(features)
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return ops.matmul(ops.transpose(rows, (0, 2, 1)), rows) / (h * w)
