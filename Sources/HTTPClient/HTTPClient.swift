// HTTPClient: see Documentation/Architecture.md.
