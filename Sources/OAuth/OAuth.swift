// OAuth: see Documentation/Architecture.md.
