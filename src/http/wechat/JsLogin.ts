import { Clock, Effect, Redacted, Schema } from "effect"
import * as Lenient from "../../domain/Lenient.ts"
import { Refused } from "../Errors.ts"
import * as Wire from "../Wire.ts"
import { loginHost } from "./Hosts.ts"
import { WechatClient } from "./WechatClient.ts"
import { WechatOptions } from "./WechatOptions.ts"

const endpoint = "jslogin"

/** Web WeChat's own, the same for everyone. */
const appid = "wx782c26e4c19acffb"

const loginPage = "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage"

const Answer = Wire.script(
  Schema.Struct({ "QRLogin.code": Lenient.requiredInt, "QRLogin.uuid": Lenient.text })
)

const Uuid = Schema.String.pipe(Schema.pattern(/^[\w=+/-]{1,128}$/))

/** Asks for the uuid that a QR code carries. It serves for one log-in, and expires after some minutes. */
export class JsLogin extends Effect.Service<JsLogin>()("http/JsLogin", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient
    const { client } = yield* WechatOptions
    const read = Wire.reader(endpoint, Answer)
    const readUuid = Wire.reader(endpoint, Uuid)

    const uuid = Effect.gen(function* () {
      const text = yield* wechat.text({
        endpoint,
        host: loginHost,
        path: "/jslogin",
        query: {
          appid,
          redirect_uri: client === "desktop" ? `${loginPage}?mod=desktop` : loginPage,
          fun: "new",
          lang: "zh_CN",
          _: yield* Clock.currentTimeMillis
        }
      })
      const answer = yield* read(text)
      const code = answer["QRLogin.code"]
      if (code !== 200) return yield* new Refused({ endpoint, code })
      return Redacted.make(yield* readUuid(answer["QRLogin.uuid"]))
    }).pipe(Effect.withSpan("JsLogin.uuid"))

    return { uuid } as const
  })
}) {}
