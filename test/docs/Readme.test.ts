import { readFileSync } from "node:fs"
import { describe, expect, it } from "@effect/vitest"
import { SkipReason } from "../../src/domain/Decision.ts"

describe.each(["README.md", "README.zh-CN.md"])("%s", (file) => {
  const text = readFileSync(file, "utf8")

  // nothing pauses or mutes a chat yet
  it.each(SkipReason.literals.filter((reason) => !["paused", "muted"].includes(reason)))(
    "tells of the reason %s",
    (reason) => {
      expect(text).toMatch(new RegExp(`[|, (\`]${reason}[ ,|\`]`))
    }
  )
})
