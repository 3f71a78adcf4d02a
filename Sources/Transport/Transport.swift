// Transport: see Documentation/Architecture.md.
