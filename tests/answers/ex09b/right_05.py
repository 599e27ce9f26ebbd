def gram_matrix(features):
    rows = layers.Reshape((-1, features.shape[-1]))(features)
    return layers.Dot(axes=1)([rows, rows]) / rows.shape[1]
