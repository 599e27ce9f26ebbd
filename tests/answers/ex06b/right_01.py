def compile_ticket_router(model, priority_weight, department_weight):
    def priority_loss(y, z):
        return ops.mean(ops.maximum(z, 0) - z * y + ops.log1p(ops.exp(-ops.abs(z))), axis=-1)

    def department_loss(y, z):
        return -ops.sum(y * ops.log_softmax(z), axis=-1)

    model.compile(
        "adam",
        loss=dict(department=department_loss, priority=priority_loss),
        loss_weights=dict(department=department_weight, priority=priority_weight),
        metrics=dict(department=["accuracy"], priority=[keras.metrics.BinaryAccuracy(threshold=0.0)]),
    )
    return model
