"""Questions of chapter 06: a router with three inputs and two outputs: build, compile, feed, train."""
