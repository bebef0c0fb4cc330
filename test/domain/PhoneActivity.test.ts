import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { FILE_HELPER } from "../../src/domain/Contact.ts"
import { type Body } from "../../src/domain/Message.ts"
import { none, signOf, used, wrote } from "../../src/domain/PhoneActivity.ts"
import { chats, link, me, message, picture, text } from "../support/domain/facts.ts"

const statusNotify = (code: number): Body => ({ _tag: "StatusNotify", code, userNames: [] })
const mine = (body: Body, chat: string = chats.friend) => message({ from: me, to: chat, chat, body })

describe("signOf", () => {
  it.each([chats.friend, chats.group, me, FILE_HELPER])("a message of the owner to %s: wrote", (chat) => {
    for (const body of [text("hi"), picture, link]) expect(signOf(mine(body, chat), me)).toBe("wrote")
  })

  it.each([
    [1, "a chat was read", "used"],
    [2, "a chat was opened", "used"],
    [3, "a web client came up", "none"],
    [4, "the list after log-in", "none"],
    [5, "a chat was left", "used"],
    [0, "it is not said", "none"]
  ])("status notify %i, %s: %s", (code, _, sign) => {
    expect(signOf(mine(statusNotify(code)), me)).toBe(sign)
  })

  it.each([
    { _tag: "SystemLine", tooFrequent: false },
    { _tag: "SystemNotice" },
    { _tag: "SystemXml" }
  ] as const)("a $_tag in the owner's name, which WeChat wrote: none", (body) => {
    expect(signOf(mine(body), me)).toBe("none")
  })

  it("others say nothing of the owner's phone", () => {
    for (const body of [text("hi"), statusNotify(1)]) expect(signOf(message({ body }), me)).toBe("none")
  })
})

describe("what is remembered", () => {
  const horizon = 1_000

  it("is nothing at first", () => {
    expect(none).toEqual({ lastUse: undefined, lastWrote: new Map() })
  })

  it("using the phone is not writing", () => {
    expect(used(none, 5)).toEqual({ lastUse: 5, lastWrote: new Map() })
  })

  it("writing is using, and is kept by chat", () => {
    const activity = wrote(wrote(none, "@li", 5, horizon), "@bo", 7, horizon)
    expect(activity).toEqual({
      lastUse: 7,
      lastWrote: new Map([
        ["@li", 5],
        ["@bo", 7]
      ])
    })
    expect(used(activity, 9)).toEqual({ ...activity, lastUse: 9 })
  })

  it("writing is forgotten when it is older than anybody asks for", () => {
    const activity = wrote(wrote(wrote(none, "@li", 0, 10), "@bo", 5, 10), "@wang", 15, 10)
    expect([...activity.lastWrote.keys()]).toEqual(["@bo", "@wang"])
  })

  it("does not change what was remembered before", () => {
    const before = wrote(none, "@li", 5, horizon)
    wrote(before, "@li", 9, horizon)
    used(before, 9)
    expect(before).toEqual({ lastUse: 5, lastWrote: new Map([["@li", 5]]) })
  })

  const chat = fc.constantFrom("@li", "@bo")
  const time = fc.nat(100)

  it.prop(
    "is the latest time, in whatever order messages come",
    [fc.array(fc.tuple(chat, time))],
    ([writes]) => {
      const activity = writes.reduce((activity, [chat, at]) => wrote(activity, chat, at, horizon), none)
      const latest = (times: ReadonlyArray<number>) => (times.length === 0 ? undefined : Math.max(...times))
      expect(activity.lastUse).toBe(latest(writes.map(([, at]) => at)))
      for (const chat of ["@li", "@bo"]) {
        const here = writes.flatMap(([where, at]) => (where === chat ? [at] : []))
        expect(activity.lastWrote.get(chat)).toBe(latest(here))
      }
    }
  )

  it.prop("an older use changes nothing", [time, time], ([a, b]) => {
    expect(used(used(none, a), b).lastUse).toBe(Math.max(a, b))
  })
})
