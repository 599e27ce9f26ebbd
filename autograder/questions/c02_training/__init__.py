"""Questions of chapter 02: compile, train, predict, repair."""
