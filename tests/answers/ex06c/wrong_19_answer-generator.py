def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    for start in range(0, len(titles), batch_size):
        yield titles[start:start + batch_size]
