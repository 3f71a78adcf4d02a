// MCP: see Documentation/Architecture.md.
