import { Effect } from "effect"
import { type Credentials } from "../../domain/Session.ts"
import { isSessionEnd } from "../../http/Errors.ts"
import { WebwxInit } from "../../http/wechat/WebwxInit.ts"
import { WechatTime } from "../../http/wechat/WechatTime.ts"
import { Connection } from "./Connection.ts"

/**
 * Before something is judged by its age: asks WeChat for the time where the clock may be wrong, or where there is a reason
 * to doubt it. Fails when the session ended. What cannot be read leaves the time as it is.
 */
export const sureOfTime = Effect.fnUntraced(function* (credentials: Credentials, doubt = false) {
  const connection = yield* Connection
  const webwxInit = yield* WebwxInit
  const time = yield* WechatTime
  yield* time.makeSure(
    connection.persistInSession(
      Effect.catchIf(
        // it is seldom asked, and a call made ready costs something as well
        Effect.suspend(() => webwxInit.init(credentials)),
        (error) => error._tag !== "Unreachable" && !isSessionEnd(error),
        ({ message }) =>
          Effect.annotateLogs(Effect.logWarning("WeChat does not tell the time"), { error: message })
      )
    ),
    doubt
  )
})
