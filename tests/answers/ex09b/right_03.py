def gram_matrix(features):
    shape = tf.shape(features)
    places = tf.cast(shape[1] * shape[2], tf.float32)
    return tf.linalg.einsum("bijc,bijd->bcd", features, features) / places
