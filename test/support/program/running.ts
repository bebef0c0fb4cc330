import { Deferred, Effect, identity, Redacted, TestClock } from "effect"
import { LoginAnswer } from "../../../src/http/wechat/LoginPoll.ts"
import { PushLogin } from "../../../src/http/wechat/PushLogin.ts"
import { robot } from "../../../src/program/Robot.ts"
import { restarted } from "./restarted.ts"
import { fakePushLogin } from "./fakePushLogin.ts"
import { Surroundings } from "./fakes.ts"
import { FakeWechat } from "./FakeWechat.ts"

/** A robot that runs beside the test, whose every code is confirmed at once and every push log-in refused. */
export const runningWith = Effect.fnUntraced(function* (
  surround: <A, E, R>(robot: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
) {
  const wechat = yield* FakeWechat
  const redirectUri = Redacted.make("https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=T")
  yield* wechat.loginPoll.always(() => Effect.succeed(LoginAnswer.Confirmed({ redirectUri })))
  const pushLogin = yield* fakePushLogin
  const fiber = yield* robot.pipe(
    Effect.provideService(PushLogin, new PushLogin({ uuid: pushLogin.call })),
    surround,
    // a test may run it again, on the journal of before
    restarted,
    Effect.fork
  )
  yield* TestClock.adjust(0)
  return { fiber, pushLogin, wechat, ...(yield* Surroundings) }
})

/** The same, with nothing put around it. */
export const running = runningWith(identity)

/** The chatbot's next words come when the test has them. */
export const heldWords = ({ next }: Pick<Surroundings["chatbot"], "next">) =>
  Effect.tap(Deferred.make<string>(), (words) =>
    next(Effect.map(Deferred.await(words), (text) => ({ _tag: "Words", text, chatbot: "tuling" }) as const))
  )
