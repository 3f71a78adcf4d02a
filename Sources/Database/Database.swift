// Database: see Documentation/Architecture.md.
