import { describe, expect, it } from "@effect/vitest"
import { Effect, LogLevel, Redacted } from "effect"
import { SendMessage } from "../../../src/http/wechat/SendMessage.ts"
import * as Logging from "../../../src/layers/logs/Logging.ts"
import { recording } from "../../support/layers/output.ts"
import { calls, type World, world } from "../../support/http/calls.ts"
import { credentials, FakeHttp, json, ok } from "../../support/http/FakeHttp.ts"
import { nasty, unsafe } from "../../support/http/nasty.ts"

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

describe("harm in a text", () => {
  for (const [name, text] of Object.entries(nasty)) {
    it.effect(`${name}: WeChat's sentence is one harmless line, in the error and in every log`, () =>
      Effect.gen(function* () {
        const body = `<error><ret>1203</ret><message>${escaped(`before ${text} after`)}</message></error>`
        const error = yield* Effect.provide(
          Effect.flip(calls.webwxnewloginpage),
          world(new FakeHttp(() => new Response(body)))
        )
        expect(error).toMatchObject({ _tag: "AccountRefused" })
        expect(error.message).toMatch(/^before .* after$/)
        expect(error.message).not.toMatch(unsafe)
        for (const format of ["pretty", "journal", "json"] as const) {
          const output = recording()
          yield* Effect.annotateLogs(Effect.logWarning(error.message), { error: error.message }).pipe(
            Effect.provide(Logging.layer({ level: LogLevel.All, environment: {}, format, output }))
          )
          const [line = "", ...others] = output.text().split("\n")
          expect(line).toContain("before")
          expect(line).not.toMatch(unsafe)
          expect(others).toEqual([""])
        }
      })
    )

    it.effect(`${name}: no other answer puts it into an error or a log`, () =>
      Effect.gen(function* () {
        const lines = recording()
        const all: ReadonlyArray<Effect.Effect<unknown, unknown, World>> = Object.values(calls)
        for (const body of [
          text,
          JSON.stringify({ BaseResponse: { Ret: -1, ErrMsg: text }, ret: 1, msg: text, code: 40001, text }),
          `window.QRLogin.code = 500; window.QRLogin.uuid = "${text}";`,
          `window.code=200;window.redirect_uri="${text}";`,
          `window.synccheck={retcode:"${text}",selector:"${text}"}`
        ]) {
          const exits = yield* Effect.forEach(all, (call) => Effect.either(call)).pipe(
            Effect.provide([
              world(new FakeHttp(() => new Response(body))),
              Logging.layer({ level: LogLevel.All, environment: {}, format: "pretty", output: lines })
            ])
          )
          const messages = exits.flatMap((exit) =>
            exit._tag === "Left" && exit.left instanceof Error ? [exit.left.message] : []
          )
          expect(messages.length).toBeGreaterThan(5)
          expect(messages.join("\n")).not.toContain(text)
        }
        expect(lines.text().replaceAll("\n", "")).not.toMatch(unsafe)
        expect(lines.text()).not.toContain(text)
      })
    )

    it.effect(`${name}: a message with it is valid JSON, and says it by the letter`, () => {
      const http = new FakeHttp(() => json({ ...ok, MsgID: "1" }))
      return Effect.gen(function* () {
        yield* (yield* SendMessage).text(credentials, { from: text, to: text, text, clientMsgId: "1" })
        const said = text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")
        expect(JSON.parse(http.last.body).Msg).toEqual({
          Type: 1,
          Content: said,
          FromUserName: said,
          ToUserName: said,
          LocalID: "1",
          ClientMsgId: "1"
        })
      }).pipe(Effect.provide(http.wechat()))
    })

    it.effect(`${name}: credentials with it make a good request`, () => {
      const http = new FakeHttp(() => json({ ...ok, MsgID: "1" }))
      return Effect.gen(function* () {
        const value = Redacted.make(text)
        yield* (yield* SendMessage).text(
          { ...credentials, skey: value, wxsid: value, pass_ticket: value },
          { from: "@a", to: "@b", text: "hi", clientMsgId: "1" }
        )
        const { body, url } = http.last
        const said = text.replaceAll(/\p{Surrogate}/gu, "\uFFFD")
        expect(JSON.parse(body).BaseRequest).toMatchObject({ Sid: said, Skey: said })
        expect(url.searchParams.get("pass_ticket")).toBe(said)
        expect([...url.searchParams.keys()]).toEqual(["lang", "pass_ticket"])
      }).pipe(Effect.provide(http.wechat()))
    })
  }
})
