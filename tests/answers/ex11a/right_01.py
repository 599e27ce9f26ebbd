API_FOR = {
    "plain_chain": "sequential",
    "plain_convnet": "sequential",
    "word_chain": "sequential",
    "two_inputs": "functional",
    "two_heads": "functional",
    "skip_connection": "functional",
    "shared_encoder": "functional",
    "tree_rnn": "subclass",
    "early_exit": "functional",
    "photo_list": "subclass",
}
