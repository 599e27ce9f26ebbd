def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = tf.data.Dataset.from_tensor_slices(dict(title=titles, body=bodies, tags=tags))
    targets = tf.data.Dataset.from_tensor_slices(dict(priority=priority, department=department))
    return tf.data.Dataset.zip((inputs, targets)).batch(batch_size).prefetch(tf.data.AUTOTUNE)
