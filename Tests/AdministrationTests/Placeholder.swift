// The tests of Administration.
