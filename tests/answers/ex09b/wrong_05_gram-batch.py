def gram_matrix(features):
    height, width = features.shape[1], features.shape[2]
    return ops.einsum("nhwc,nhwd->cd", features, features) / (height * width)
