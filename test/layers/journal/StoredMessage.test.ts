import { describe, expect, it } from "@effect/vitest"
import { type StoredMessage, whyEnded } from "../../../src/layers/journal/StoredMessage.ts"

type State = StoredMessage["state"]

describe("the reason of an end", () => {
  it.each<[State, string | null, string | null, ReturnType<typeof whyEnded>]>([
    ["skipped", "stale", null, { reason: "stale" }],
    ["skipped", "another-account", null, { reason: "another-account" }],
    ["failed", "defect", null, { reason: "defect" }],
    ["failed", "chat-unknown-after-log-in", null, { reason: "chat-unknown-after-log-in" }],
    ["failed", "refused", null, { reason: "refused" }],
    ["failed", "refused", "1204: not a friend", { reason: "refused", detail: "1204: not a friend" }],
    ["failed", "refused", "", { reason: "refused", detail: "" }],
    ["failed", "refused", "defect", { reason: "refused", detail: "defect" }],
    ["uncertain", "killed", null, { reason: "killed" }],
    // earlier versions kept the reason of the decision there
    ["uncertain", "R3", null, undefined],
    ["uncertain", null, null, undefined]
  ])("of one that is %s, with %s and %s in its row", (state, reason, detail, why) => {
    expect(whyEnded({ state, reason, detail })).toEqual(why)
  })

  it.each<[State, string | null]>([
    ["received", null],
    ["decided", "R3"],
    ["sending", "R2"],
    ["sent", "R3"],
    // it came back
    ["sent", "no-answer"],
    ["would-send", "R1"]
  ])("is none of a message that is %s, with %s in its row", (state, reason) => {
    expect(whyEnded({ state, reason, detail: null })).toBeUndefined()
  })
})
