import { Effect, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { Refused } from "../Errors.ts"
import * as Wire from "../Wire.ts"
import { pathOf } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatOptions } from "./WechatOptions.ts"

const endpoint = "webwxpushloginurl"

const RetOnly = Schema.Struct({ ret: Lenient.requiredInt })
const WithUuid = Schema.Struct({ uuid: Schema.NonEmptyString })

/** A log-in without a QR code: the phone shows a button. Needs the cookies of the last session. */
export class PushLogin extends Effect.Service<PushLogin>()("http/PushLogin", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const { client } = yield* WechatOptions
    const parse = Wire.reader(endpoint, Wire.Json)
    const readRet = Wire.reader(endpoint, RetOnly)
    const readUuid = Wire.reader(endpoint, WithUuid)

    /**
     * A uuid for the log-in poll, which begins with `tip` 1. At most once for each lost session, as every call disturbs
     * the owner at the phone; when it is refused, fall back to the QR code.
     */
    const uuid = Effect.fnUntraced(function* (last: Credentials) {
      const text = yield* wechat.text({
        endpoint,
        host: last.host,
        path: pathOf(endpoint),
        query: { uin: Redacted.value(last.wxuin), ...(client === "desktop" ? { mod: "desktop" } : {}) },
        repeatedBy: "nobody"
      })
      const answer = yield* parse(text)
      const { ret } = yield* readRet(answer)
      if (ret !== 0) return yield* new Refused({ endpoint, code: ret })
      return Redacted.make((yield* readUuid(answer)).uuid)
    })

    return { uuid } as const
  })
}) {}
