import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { bytesOf, openMedia } from "../../support/simulator/Media.ts"

const ready = Effect.gen(function* () {
  const opened = yield* openMedia()
  const { browser, keys, of } = opened
  const { MsgID } = yield* browser.send(keys, of("family"), "说错了", "15000000000000001")
  const takeBack = (SvrMsgId: string, ClientMsgId: string, to = "family") =>
    Effect.map(
      browser.json(browser.post("webwxrevokemsg", keys, { SvrMsgId, ToUserName: of(to), ClientMsgId }, {})),
      (answer) => answer
    )
  return { ...opened, MsgID, takeBack }
})

const ret = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" } })

describe("webwxrevokemsg", () => {
  it.scoped("takes a send back by the service's id, and the chat sees the line", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys, MsgID, of, takeBack } = yield* ready
      // a client that gives a new ClientMsgId with it
      expect(yield* takeBack(MsgID, "9")).toMatchObject(ret(0))
      expect(yield* control.takenBack()).toEqual([{ order: 1, at: 0, MsgId: MsgID, to: "family" }])
      const { AddMsgList } = yield* browser.sync(keys, first.SyncKey)
      expect(AddMsgList).toMatchObject([{ MsgType: 10002, FromUserName: keys.me, ToUserName: of("family") }])
      expect(AddMsgList[0]?.Content).toContain(`&lt;msgid&gt;${MsgID}&lt;/msgid&gt;`)
      expect(AddMsgList[0]?.Content).toContain("[CDATA[你撤回了一条消息]]")
    })
  )

  it.scoped("takes it back by the client's id, and media as well as texts", () =>
    Effect.gen(function* () {
      const { control, mediaId, send, takeBack } = yield* ready
      const MediaId = yield* mediaId("a", bytesOf(5))
      const answer = yield* send("webwxsendmsgimg", "lili", { MediaId }, "15000000000000002")
      expect(yield* takeBack("0", "15000000000000002", "lili")).toMatchObject(ret(0))
      expect(yield* control.takenBack()).toMatchObject([{ MsgId: answer["MsgID"], to: "lili" }])
    })
  )

  it.scoped("refuses what was taken back, never sent, or sent to another chat", () =>
    Effect.gen(function* () {
      const { control, MsgID, takeBack } = yield* ready
      const [theirs = ""] = yield* control.messages([{ from: "lili", group: "family", text: "hi" }])
      expect(yield* takeBack(MsgID, "9", "lili")).toMatchObject(ret(1))
      expect(yield* takeBack("1", "9")).toMatchObject(ret(1))
      expect(yield* takeBack(theirs, "9")).toMatchObject(ret(1))
      expect(yield* takeBack(MsgID, "9")).toMatchObject(ret(0))
      expect(yield* takeBack(MsgID, "9")).toMatchObject(ret(1))
      expect(yield* control.takenBack()).toHaveLength(1)
    })
  )

  it.scoped("refuses what is two minutes old, and all while it is switched off", () =>
    Effect.gen(function* () {
      const { browser, control, keys, MsgID, of, takeBack } = yield* ready
      yield* control.sending({ takesBack: false })
      expect((yield* control.state()).takesBack).toBe(false)
      expect(yield* takeBack(MsgID, "9")).toMatchObject(ret(1))
      yield* control.sending({ takesBack: true })
      yield* TestClock.adjust("121 seconds")
      expect(yield* takeBack(MsgID, "9")).toMatchObject(ret(1))
      const again = yield* browser.send(keys, of("family"), "又错了", "15000000000000003")
      expect(yield* takeBack(again.MsgID, "9")).toMatchObject(ret(0))
    })
  )
})
