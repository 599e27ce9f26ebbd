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
], "functional")
