import { Clock, Effect, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { format, type SyncKey } from "../../domain/SyncKey.ts"
import { Refused, Unreachable } from "../Errors.ts"
import * as Wire from "../Wire.ts"
import { pushHost } from "./Hosts.ts"
import { newDeviceId, pathOf } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "synccheck"

const Answer = Wire.script(
  Schema.Struct({ "synccheck.retcode": Lenient.requiredInt, "synccheck.selector": Lenient.int })
)

/** The long poll of a session: held for about 25 s while nothing happens. */
export class SyncCheck extends Effect.Service<SyncCheck>()("http/SyncCheck", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const read = Wire.reader(endpoint, Answer)

    /**
     * Whether there is something to fetch. `selector` 0 means nothing, any other means to call webwxsync now, and is
     * repeated until that was done and its SyncCheckKey is used here; 7 also means that the phone is in use.
     */
    const poll = Effect.fnUntraced(
      function* (credentials: Credentials, syncCheckKey: SyncKey) {
        const now = yield* Clock.currentTimeMillis
        const text = yield* wechat.text({
          endpoint,
          host: pushHost(credentials.host),
          path: pathOf(endpoint),
          query: {
            r: now,
            skey: Redacted.value(credentials.skey),
            sid: Redacted.value(credentials.wxsid),
            uin: Redacted.value(credentials.wxuin),
            deviceid: yield* newDeviceId,
            synckey: format(syncCheckKey),
            _: now
          },
          timeout: "longPoll"
        })
        if (text.trim() === "") {
          return yield* new Unreachable({ endpoint, reason: "empty answer", delivered: "unknown" })
        }
        const answer = yield* read(text)
        const code = answer["synccheck.retcode"]
        if (code !== 0) return yield* new Refused({ endpoint, code })
        return { selector: answer["synccheck.selector"] }
      },
      // now and then the answer is not even HTTP (Node's parser says HPE_…): a call of webwxsync sets that right
      Effect.catchIf(
        (error) => error._tag === "Unreachable" && error.reason.startsWith("HPE_"),
        () => Effect.succeed({ selector: 2 })
      )
    )

    return { poll } as const
  })
}) {}
