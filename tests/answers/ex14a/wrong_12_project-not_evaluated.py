def my_project():
    return project(held_out=({"left": unseen["left"], "right": unseen["right"][:, :4]}, sums))
