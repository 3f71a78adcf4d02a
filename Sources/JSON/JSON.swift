// JSON: see Documentation/Architecture.md.
