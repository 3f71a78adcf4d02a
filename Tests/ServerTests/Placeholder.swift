// The tests of Server.
