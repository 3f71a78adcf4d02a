// Endpoints: see Documentation/Architecture.md.
