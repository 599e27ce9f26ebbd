def compile_ticket_router(model, priority_weight, department_weight):
    losses = {
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
    }
    weights = {"department": department_weight, "priority": priority_weight}
    names = model.output_names
    right = keras.metrics.BinaryAccuracy(threshold=0)
    model.compile("rmsprop", [losses[n] for n in names], [weights[n] for n in names], metrics=[["accuracy"], [right]])
