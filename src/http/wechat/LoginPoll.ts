import { Clock, Data, Effect, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import * as Wire from "../Wire.ts"
import { loginHost } from "./Hosts.ts"
import { WechatClient } from "./WechatClient.ts"
import { pathOf } from "./Webwx.ts"

/**
 * How far the person with the phone is:
 * - `Waiting` (408): nobody scanned yet
 * - `Scanned` (201): scanned, the tap is still to come
 * - `Confirmed` (200): go on to the log-in page
 * - `Cancelled` (202): they pressed cancel
 * - `Expired` (400): the code is used up; but after `Scanned` the phone may ask a second time, so poll on for a while
 * - `Broken` (500, or an answer without a code): as good as expired
 */
export type LoginAnswer = Data.TaggedEnum<{
  Waiting: {}
  Scanned: {}
  Confirmed: { readonly redirectUri: Redacted.Redacted }
  Cancelled: {}
  Expired: {}
  Broken: {}
}>
export const LoginAnswer = Data.taggedEnum<LoginAnswer>()

/** The avatar that may come with 201 is left out: it is a person's picture, and not needed. */
const Answer = Wire.script(Schema.Struct({ code: Lenient.requiredInt, redirect_uri: Lenient.text }))

const readAnswer = Schema.decodeOption(Answer)

const answerOf = (text: string): LoginAnswer => {
  const answer = readAnswer(text)
  if (answer._tag === "None") return LoginAnswer.Broken()
  const { code, redirect_uri } = answer.value
  switch (code) {
    case 200:
      return redirect_uri === ""
        ? LoginAnswer.Broken()
        : LoginAnswer.Confirmed({ redirectUri: Redacted.make(redirect_uri) })
    case 201:
      return LoginAnswer.Scanned()
    case 202:
      return LoginAnswer.Cancelled()
    case 400:
      return LoginAnswer.Expired()
    case 408:
      return LoginAnswer.Waiting()
    default:
      return LoginAnswer.Broken()
  }
}

/** The long poll of a log-in: the server holds it for about 25 s while nothing happens. */
export class LoginPoll extends Effect.Service<LoginPoll>()("http/LoginPoll", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient

    /** `tip` is 1 on the first poll of a uuid, 0 afterwards. */
    const poll = Effect.fnUntraced(function* (uuid: Redacted.Redacted, tip: 0 | 1) {
      const now = yield* Clock.currentTimeMillis
      const text = yield* wechat.text({
        endpoint: "login",
        host: loginHost,
        path: pathOf("login"),
        query: { loginicon: "true", uuid: Redacted.value(uuid), tip, r: ~now, _: now },
        timeout: "longPoll"
      })
      return answerOf(text)
    })

    return { poll } as const
  })
}) {}
