// HTTP: see Documentation/Architecture.md.
