// See the other test targets.
