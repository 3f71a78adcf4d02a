// HTTPServer: see Documentation/Architecture.md.
