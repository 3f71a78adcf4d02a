// Directory: see Documentation/Architecture.md.
