// Pages: see Documentation/Architecture.md.
