// The tests of PublishingTools.
