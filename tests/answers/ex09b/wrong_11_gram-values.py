def gram_matrix(features):
    rows = ops.mean(features, axis=(1, 2))
    return rows[:, :, None] * rows[:, None, :]
