// Cryptography: see Documentation/Architecture.md.
