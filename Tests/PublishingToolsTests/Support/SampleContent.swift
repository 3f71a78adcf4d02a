/// What every workspace of a test begins with.
enum SampleContent {
    static let text = """
        {
          "format": "wayleave-workspace-content", "version": 1,
          "profiles": [
            {"key": "demo", "provider": "demo", "name": "Northwind", "handle": "@northwind",
             "connectedAt": "-30d"},
            {"key": "x", "provider": "x", "name": "Northwind", "handle": "@northwind_x",
             "connectedAt": "-20d"},
            {"key": "old", "provider": "mastodon", "name": "Northwind", "handle": "@nw@a.example",
             "status": "expired", "connectedAt": "-10d"},
            {"key": "gram", "provider": "instagram", "name": "Northwind", "handle": "northwind",
             "avatarUrl": "https://example.com/a.png", "connectedAt": "-5d"}
          ],
          "brandKits": [
            {"name": "House", "voice": "Warm and exact.", "createdAt": "-9d",
             "colours": [{"name": "Fir", "hex": "#1b4d3e"}], "fonts": ["Inter"],
             "logos": ["https://example.com/logo.svg"], "dos": ["Name the maker"],
             "donts": ["No exclamation marks"]},
            {"name": "Winter", "voice": "Quiet.", "createdAt": "-8d"}
          ],
          "hashtagLibraries": [
            {"key": "craft", "name": "Craft", "hashtags": ["#handmade", "#oak"], "createdAt": "-9d"}
          ],
          "templates": [
            {"name": "Quote", "format": "square", "createdAt": "-9d"},
            {"name": "Tall quote", "format": "story", "createdAt": "-8d",
             "thumbnailUrl": "https://example.com/t.png"}
          ],
          "workflows": [
            {"name": "Say it", "createdAt": "-9d", "steps": [
              {"do": "create_draft", "caption": "{{text}}", "profiles": ["demo"]},
              {"do": "publish"}]},
            {"name": "Every Friday", "createdAt": "-8d", "enabled": true,
             "trigger": {"on": "schedule", "at": "08:00", "days": ["fri"]},
             "steps": [{"do": "create_draft", "caption": "Friday", "profiles": []}]}
          ],
          "posts": [
            {"caption": "An idea for spring", "createdAt": "-6d", "createdBy": "Example"},
            {"caption": "Oak boards are here", "status": "SCHEDULED", "scheduledAt": "+2d",
             "createdAt": "-5d", "hashtagLibrary": "craft",
             "profiles": [{"profile": "demo"}, {"profile": "x", "caption": "Oak. Here."}]},
            {"caption": "Open on Saturday", "status": "POSTED", "scheduledAt": "-3d",
             "createdAt": "-4d",
             "profiles": [{"profile": "demo", "attempts": [
                {"outcome": "published", "url": "https://demo.example/1", "startedAt": "-3d"}]}]},
            {"caption": "Half out", "status": "PARTLY_POSTED", "scheduledAt": "-2d",
             "createdAt": "-3d",
             "profiles": [
                {"profile": "demo", "attempts": [{"outcome": "published", "startedAt": "-2d"}]},
                {"profile": "old", "attempts": [
                  {"outcome": "failed", "code": "expired", "message": "The token has expired.",
                   "startedAt": "-2d"}]}]},
            {"caption": "Refused", "status": "FAILED", "scheduledAt": "-1d", "createdAt": "-2d",
             "profiles": [{"profile": "old", "attempts": [
                {"outcome": "unknown", "message": "No answer.", "startedAt": "-1d"}]}]}
          ]
        }
        """
}
