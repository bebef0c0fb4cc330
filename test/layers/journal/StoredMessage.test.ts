import { describe, expect, it } from "@effect/vitest"
import { type Progress } from "../../../src/domain/Progress.ts"
import { reasonColumn, type StoredMessage, whyEnded } from "../../../src/layers/journal/StoredMessage.ts"

type State = StoredMessage["state"]

describe("the reason of an end", () => {
  it.each<[Extract<Progress, { readonly _tag: "skipped" | "failed" | "uncertain" }>, string]>([
    [{ _tag: "skipped", reason: "stale" }, "stale"],
    [{ _tag: "skipped", reason: "another-account" }, "another-account"],
    [{ _tag: "failed", reason: "defect" }, "defect"],
    [{ _tag: "failed", reason: "refused" }, "refused"],
    [{ _tag: "failed", reason: "refused", detail: "1204: not a friend" }, "refused: 1204: not a friend"],
    [{ _tag: "failed", reason: "refused", detail: "" }, "refused: "],
    [{ _tag: "failed", reason: "refused", detail: "defect" }, "refused: defect"],
    [{ _tag: "uncertain", reason: "killed" }, "killed"]
  ])("is read as it was written: %j", (end, column) => {
    expect(reasonColumn(end)).toBe(column)
    const { _tag: state, ...why } = end
    expect(whyEnded({ state, reason: column })).toEqual(why)
  })

  it.each<[State, string | null, ReturnType<typeof whyEnded>]>([
    [
      "failed",
      "webwxsendmsg: refused with 1204",
      { reason: "refused", detail: "webwxsendmsg: refused with 1204" }
    ],
    ["failed", "chat-unknown-after-log-in", { reason: "chat-unknown-after-log-in" }],
    ["failed", "defect", { reason: "defect" }],
    ["skipped", "another-account", { reason: "another-account" }],
    ["uncertain", "R3", undefined],
    ["uncertain", null, undefined]
  ])("is known of a row of before: %s for %s", (state, reason, why) => {
    expect(whyEnded({ state, reason })).toEqual(why)
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
    expect(whyEnded({ state, reason })).toBeUndefined()
  })
})
