def gram_matrix(features):
    array = features.numpy()
    return (array[..., :, None] * array[..., None, :]).mean(axis=(1, 2))
