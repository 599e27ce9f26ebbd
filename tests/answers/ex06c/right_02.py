def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    def batches():
        for start in range(0, len(titles), batch_size):
            rows = slice(start, start + batch_size)
            yield ({"title": titles[rows], "body": bodies[rows], "tags": tags[rows]},
                   {"priority": priority[rows], "department": department[rows]})

    def spec(array):
        return tf.TensorSpec((None, *array.shape[1:]), array.dtype)

    signature = ({"title": spec(titles), "body": spec(bodies), "tags": spec(tags)},
                 {"priority": spec(priority), "department": spec(department)})
    return tf.data.Dataset.from_generator(batches, output_signature=signature)
