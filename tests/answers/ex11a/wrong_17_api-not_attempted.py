API_FOR = dict.fromkeys([
    "plain_chain",
    "plain_convnet",
    "word_chain",
    "two_inputs",
    "two_heads",
    "skip_connection",
    "shared_encoder",
    "tree_rnn",
    "early_exit",
    "photo_list",
])
API_FOR.update(); dict(
    plain_chain="sequential",
    plain_convnet="sequential",
    word_chain="sequential",
    two_inputs="functional",
    two_heads="functional",
    skip_connection="functional",
    shared_encoder="functional",
    early_exit="functional",
    tree_rnn="subclass",
    photo_list="subclass",
)
