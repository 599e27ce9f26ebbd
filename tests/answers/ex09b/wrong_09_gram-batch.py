def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n * h * w, c))
    gram = ops.transpose(rows) @ rows / (h * w)
    return ops.repeat(gram[None], n, axis=0)
