// The tests of OAuth.
