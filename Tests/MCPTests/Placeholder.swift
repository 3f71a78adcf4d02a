// The tests of MCP.
