import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { open, userName } from "../../support/simulator/Browser.ts"

const ready = (options?: SimulatorOptions) =>
  Effect.gen(function* () {
    const opened = yield* open(options)
    const keys = yield* opened.browser.logIn
    const first = yield* opened.browser.sync(keys, keys.SyncKey)
    return { ...opened, keys, first, state: yield* opened.control.state() }
  })

const ret = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" }, MsgID: "" })

describe("webwxsendmsg", () => {
  it.scoped("takes a text for a friend, a group, filehelper and the owner, and tells of it", () =>
    Effect.gen(function* () {
      const { browser, control, keys, state } = yield* ready()
      const targets = ["lili", "work", "filehelper", "me"]
      const answers = yield* Effect.forEach(targets, (name, n) =>
        browser.send(keys, userName(state, name), `你好 & <${name}>`, `1500000000000000${n}`)
      )
      expect(yield* control.sent()).toMatchObject(
        targets.map((to, n) => ({
          order: n + 1,
          MsgId: answers[n]?.MsgID,
          ClientMsgId: `1500000000000000${n}`,
          ToUserName: userName(state, to),
          to,
          text: `你好 & <${to}>`,
          repeated: false,
          delivered: true
        }))
      )
    })
  )

  it.scoped("drops a repeated ClientMsgId, answers it with the first MsgID and counts it", () =>
    Effect.gen(function* () {
      const { browser, control, keys, state } = yield* ready()
      const send = browser.send(keys, userName(state, "lili"), "一次", "15000000000000001")
      const first = yield* send
      expect(yield* send).toEqual(first)
      expect((yield* control.sent()).map(({ delivered, repeated }) => [delivered, repeated])).toEqual([
        [true, false],
        [false, true]
      ])
      expect((yield* control.state()).repeats).toBe(1)
    })
  )

  it.scoped("forgets the oldest of what would fill the memory, and their ClientMsgIds", () =>
    Effect.gen(function* () {
      const { browser, control, keys, state } = yield* ready()
      yield* control.sending({ echo: true })
      const send = (id: string) =>
        browser.send(keys, userName(state, "lili"), "a".repeat(3 * 1024 * 1024), id)
      yield* Effect.forEach(["1", "2", "3", "4", "1", "4"], send)
      const sent = yield* control.sent()
      expect(sent.map(({ ClientMsgId, order, repeated }) => [order, ClientMsgId, repeated])).toEqual([
        [5, "1", false],
        [6, "4", true]
      ])
      // what was echoed of them: 3, 4, and 1 once more
      expect((yield* control.state()).pending).toBe(3)
    })
  )

  it.scoped("delivers a repeated ClientMsgId twice when told to", () =>
    Effect.gen(function* () {
      const { browser, control, keys, state } = yield* ready()
      yield* control.sending({ acceptRepeats: true })
      const send = browser.send(keys, userName(state, "lili"), "一次", "15000000000000001")
      const first = yield* send
      expect((yield* send).MsgID).not.toBe(first.MsgID)
      expect((yield* control.sent()).map(({ delivered }) => delivered)).toEqual([true, true])
    })
  )

  it.scoped("sends nothing back in webwxsync, unless told to echo", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys, state } = yield* ready()
      const lili = userName(state, "lili")
      yield* browser.send(keys, lili, "一", "1")
      expect((yield* browser.sync(keys, first.SyncKey)).AddMsgList).toEqual([])
      yield* control.sending({ echo: true })
      const { MsgID } = yield* browser.send(keys, lili, "二 <", "2")
      expect((yield* browser.sync(keys, first.SyncKey)).AddMsgList).toMatchObject([
        { MsgId: MsgID, FromUserName: keys.me, ToUserName: lili, MsgType: 1, Content: "二 &lt;" }
      ])
    })
  )

  it.scoped("refuses strangers and unknown names with 1204", () =>
    Effect.gen(function* () {
      const { browser, control, keys, state } = yield* ready()
      expect(yield* browser.send(keys, userName(state, "passer-by"), "你好", "1")).toMatchObject(ret(1204))
      expect(yield* browser.send(keys, "@nobody", "你好", "2")).toMatchObject(ret(1204))
      expect(yield* control.sent()).toEqual([])
    })
  )

  it.scoped("refuses a text to oneself with 1204 where the own UserName has 64 digits", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready({ selfChat: false })
      expect(keys.me).toMatch(/^@[0-9a-f]{64}$/)
      expect(yield* browser.send(keys, keys.me, "你好", "1")).toMatchObject(ret(1204))
    })
  )

  it.scoped("refuses a flat body and another sender with 1", () =>
    Effect.gen(function* () {
      const { browser, keys } = yield* ready()
      const message = { Type: 1, Content: "x", FromUserName: keys.me, ToUserName: "filehelper" }
      const flat = { ...message, LocalID: "1", ClientMsgId: "1" }
      expect(yield* browser.json(browser.post("webwxsendmsg", keys, flat, {}))).toMatchObject(ret(1))
      expect(yield* browser.send({ ...keys, me: "@other" }, "filehelper", "x", "1")).toMatchObject(ret(1))
    })
  )
})
