// Administration: see Documentation/Architecture.md.
