// Server: see Documentation/Architecture.md.
