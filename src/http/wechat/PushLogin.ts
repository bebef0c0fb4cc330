import { Effect, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { Refused } from "../Errors.ts"
import * as Wire from "../Wire.ts"
import { pathOf } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatOptions } from "./WechatOptions.ts"

const endpoint = "webwxpushloginurl"

const Verdict = Schema.Struct({ ret: Lenient.requiredInt })
const Answer = Schema.Struct({ uuid: Schema.NonEmptyString })

/** A log-in without a QR code: the phone shows a button. Needs the cookies of the last session. */
export class PushLogin extends Effect.Service<PushLogin>()("http/PushLogin", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const { client } = yield* WechatOptions
    const parse = Wire.reader(endpoint, Wire.Json)
    const verdict = Wire.reader(endpoint, Verdict)
    const read = Wire.reader(endpoint, Answer)

    /**
     * A uuid for the log-in poll, to begin with `tip` 1. Once per lost session at most, since each call disturbs the
     * owner's phone; when refused, fall back to the QR code.
     */
    const uuid = Effect.fn("PushLogin.uuid")(function* (last: Credentials) {
      const text = yield* wechat.text({
        endpoint,
        host: last.host,
        path: pathOf(endpoint),
        query: { uin: Redacted.value(last.wxuin), ...(client === "desktop" ? { mod: "desktop" } : {}) }
      })
      const answer = yield* parse(text)
      const { ret } = yield* verdict(answer)
      if (ret !== 0) return yield* new Refused({ endpoint, code: ret })
      return Redacted.make((yield* read(answer)).uuid)
    })

    return { uuid } as const
  })
}) {}
