// The tests of HTTPClient.
