def compile_ticket_router(model, priority_weight, department_weight):
    return model
