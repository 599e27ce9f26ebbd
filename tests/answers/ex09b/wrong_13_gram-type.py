def gram_matrix(features):
    height, width = features.shape[1], features.shape[2]
    return str, "gram" + str(ops.einsum("nhwc,nhwd->ncd", features, features) / (height * width))
