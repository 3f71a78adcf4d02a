// The tests of Directory.
