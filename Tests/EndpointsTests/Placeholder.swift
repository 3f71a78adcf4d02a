// The tests of Endpoints.
