import { describe, expect, it } from "@effect/vitest"
import { Effect, Either, Exit, Option } from "effect"
import { answers, mark } from "../../support/http/answers.ts"
import { calls, world, type World } from "../../support/http/calls.ts"
import { FakeHttp, json, ok } from "../../support/http/FakeHttp.ts"
import { errorOf } from "../../support/http/errorOf.ts"

describe("JSON", () => {
  const inJson = [
    "webwxinit",
    "webwxstatusnotify",
    "webwxgetcontact",
    "webwxbatchgetcontact",
    "webwxsync",
    "webwxsendmsg",
    "webwxpushloginurl"
  ] as const
  const arrays = "[".repeat(100_000) + "]".repeat(100_000)
  const objects = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`
  const deep = {
    "arrays a hundred thousand deep": arrays,
    "objects a hundred thousand deep": objects,
    "a deep verdict": `{"BaseResponse":${arrays},"ret":${arrays}}`,
    "a deep number": `{"BaseResponse":{"Ret":${objects}},"ret":${objects}}`,
    "arrays without an end": "[".repeat(1_000_000)
  }
  for (const [name, text] of Object.entries(deep)) {
    for (const endpoint of inJson) {
      it.effect(`with ${name} is refused by ${endpoint}`, () =>
        Effect.gen(function* () {
          expect(yield* errorOf(endpoint, text)).toMatchObject({ _tag: "BadAnswer" })
        })
      )
    }
    for (const endpoint of ["tulingV1", "tulingV2"] as const) {
      it.effect(`with ${name} is refused by ${endpoint}`, () =>
        Effect.gen(function* () {
          expect(yield* errorOf(endpoint, text)).toMatchObject({
            _tag: "ChatbotFailure",
            kind: "transient"
          })
        })
      )
    }
  }

  for (const [name, text] of Object.entries(deep)) {
    it.effect(`with ${name} says nothing by chatCompletions`, () =>
      Effect.gen(function* () {
        const answer = yield* Effect.either(calls.chatCompletions)
        expect(answer).toMatchObject(
          Either.isRight(answer) ? { right: { text: Option.none() } } : { left: { kind: "transient" } }
        )
      }).pipe(Effect.provide(world(new FakeHttp(() => new Response(text)))))
    )
  }

  for (const endpoint of [...inJson, "tulingV1", "tulingV2", "chatCompletions"] as const) {
    it.effect(`with control characters as they are in its strings is read by ${endpoint}`, () => {
      const text = answers[endpoint]
        .write(answers[endpoint].tree)
        .replaceAll('"ErrMsg":""', '"ErrMsg":"\u0000"')
        .replaceAll(mark, `${mark}\u0001\n\u001F`)
      return Effect.gen(function* () {
        expect(text).toMatch(/\p{Cc}/u)
        const exit = yield* Effect.exit<unknown, unknown, World>(calls[endpoint])
        expect(Exit.isSuccess(exit)).toBe(true)
      }).pipe(Effect.provide(world(new FakeHttp(() => new Response(text)))))
    })
  }

  it.effect("with one of them in a message loses nothing of it", () => {
    const messages = `[{"MsgId":"1","FromUserName":"@a","ToUserName":"@b","MsgType":1,"Content":"a\u0001b\nc"}]`
    const http = new FakeHttp(
      () => new Response(`{"BaseResponse":{"Ret":0,"ErrMsg":""},"AddMsgList":${messages}}\0\0`)
    )
    return Effect.gen(function* () {
      expect(yield* calls.webwxsync).toMatchObject({
        messages: [{ MsgId: "1", Content: "a\u0001b\nc" }],
        undecodable: 0
      })
    }).pipe(Effect.provide(world(http)))
  })

  it.effect("with deep parts in good company costs those parts only", () => {
    const http = new FakeHttp(
      () =>
        new Response(
          `{"BaseResponse":{"Ret":0},"AddMsgList":[${arrays},${objects}],"ModContactList":[${objects},{"UserName":"@a","NickName":${arrays}}],"SyncKey":${arrays},"SKey":${objects}}`
        )
    )
    return Effect.gen(function* () {
      expect(yield* calls.webwxsync).toMatchObject({
        messages: [],
        undecodable: 2,
        modContacts: [{ UserName: "@a", NickName: "" }],
        SyncKey: undefined
      })
    }).pipe(Effect.provide(world(http)))
  })

  const many = {
    numbers: "1,".repeat(5_000_000),
    "empty objects": "{},".repeat(5_000_000),
    "empty arrays": "[],".repeat(5_000_000)
  }
  for (const [name, elements] of Object.entries(many)) {
    it.effect(`with five million ${name} is refused before it takes gigabytes`, () =>
      Effect.gen(function* () {
        for (const list of ["AddMsgList", "ModContactList"]) {
          const text = `{"BaseResponse":{"Ret":0},"${list}":[${elements}1]}`
          expect(yield* errorOf("webwxsync", text)).toMatchObject({
            _tag: "BadAnswer",
            issue: "body is not as expected"
          })
        }
      })
    )
  }

  it.effect("with a hundred thousand contacts is read", () => {
    const MemberList = Array.from({ length: 100_000 }, (_, n) => ({ UserName: `@${n}`, ContactFlag: 1 }))
    return Effect.gen(function* () {
      expect((yield* calls.webwxgetcontact).length).toBe(100_000)
    }).pipe(Effect.provide(world(new FakeHttp(() => json({ ...ok, MemberList, Seq: 0 })))))
  })
})
