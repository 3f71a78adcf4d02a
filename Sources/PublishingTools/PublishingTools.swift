// PublishingTools: see Documentation/Architecture.md.
