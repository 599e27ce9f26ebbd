def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = {"title": titles, "body": bodies, "tags": tags}
    targets = {"priority": priority, "department": department}
    tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)
