// Storage: see Documentation/Architecture.md.
