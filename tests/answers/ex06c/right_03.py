def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    rows = tf.data.Dataset.from_tensor_slices((titles, bodies, tags, priority, department))

    def name(title, body, tags, priority, department):
        inputs = {"title": tf.cast(title, tf.int64), "body": tf.cast(body, tf.float32), "tags": tf.cast(tags, tf.int32)}
        return inputs, {"department": department, "priority": priority}

    return rows.batch(batch_size, drop_remainder=False).map(name, num_parallel_calls=2).cache()
