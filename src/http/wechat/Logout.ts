import { HttpBody, UrlParams } from "@effect/platform"
import { Effect, Redacted } from "effect"
import { type Credentials } from "../../domain/Session.ts"
import { type EndpointError } from "../Errors.ts"
import { pathOf } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "webwxlogout"

const mayHaveArrived = (error: EndpointError) => error._tag !== "Unreachable" || error.delivered !== "no"

/** Ends the session for good. Not called for a restart, after which a saved session goes on. */
export class Logout extends Effect.Service<Logout>()("http/Logout", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient

    /**
     * Tried once, for some seconds. The answer is a redirect, a page or nothing, and is not read. False when WeChat was
     * certainly not told.
     */
    const logout = Effect.fnUntraced(
      function* (credentials: Credentials) {
        const form = UrlParams.fromInput({
          sid: Redacted.value(credentials.wxsid),
          uin: Redacted.value(credentials.wxuin)
        })
        yield* wechat.send({
          endpoint,
          host: credentials.host,
          path: pathOf(endpoint),
          query: { redirect: 1, type: 0, skey: Redacted.value(credentials.skey) },
          body: HttpBody.urlParams(form),
          timeout: "logout"
        })
      },
      Effect.match({ onSuccess: () => true, onFailure: mayHaveArrived })
    )

    return { logout } as const
  })
}) {}
