def gram_matrix(features):
    features = np.asarray(features)
    n, h, w, c = features.shape
    columns = features.transpose(0, 3, 1, 2).reshape(n, c, -1)
    return np.stack([m @ m.T / m.shape[1] for m in columns])
