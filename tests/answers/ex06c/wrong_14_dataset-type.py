def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = {"title": titles, "body": bodies, "tags": tags}
    targets = {"priority": priority, "department": department}
    return inputs, targets
