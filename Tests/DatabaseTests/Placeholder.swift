// The tests of Database.
