import PublishingTools

print(ToolsDocument.text, terminator: "")
