import { type Context, Deferred, Duration, Effect, Either, Layer, Logger } from "effect"
import * as NodeHttpExchange from "../../../src/http/NodeHttpExchange.ts"
import { type AskedChatbot } from "../../../src/domain/AskedChatbot.ts"
import { type Progress } from "../../../src/domain/Progress.ts"
import { Timing } from "../../../src/domain/Timing.ts"
import * as Endpoints from "../../../src/http/wechat/Endpoints.ts"
import { WechatOptions } from "../../../src/http/wechat/WechatOptions.ts"
import { Chatbots } from "../../../src/layers/chatbots/Chatbots.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import * as MemoryJournal from "../../../src/layers/journal/MemoryJournal.ts"
import { LoginDisplay } from "../../../src/layers/login/LoginDisplay.ts"
import { Pacer } from "../../../src/layers/Pacer.ts"
import { Pseudonyms } from "../../../src/layers/chatbots/Pseudonyms.ts"
import { Settings } from "../../../src/layers/settings/Settings.ts"
import type { Control } from "../../../src/simulator/control/Control.ts"
import type { StateView } from "../../../src/simulator/control/ControlView.ts"
import * as RobotServices from "../../../src/program/RobotServices.ts"
import { Connection } from "../../../src/program/connection/Connection.ts"
import { settingsOf } from "../layers/files.ts"

/** Long enough for a slow machine; only a test that fails waits so long. */
const PATIENCE = 20_000

/** Pauses that nobody notices. */
const quick = (timing: Partial<Context.Tag.Service<Timing>>) =>
  Layer.effect(
    Timing,
    Effect.map(Timing, (usual) => ({
      ...usual,
      loginPollGap: Duration.millis(10),
      backoff: Duration.millis(10),
      backoffLimit: Duration.millis(50),
      contactGathering: Duration.millis(5),
      ...timing
    }))
  )

/** Time-outs that a hang is measured by, for a simulator that holds polls for a second: the usual ones, much faster. */
export const hasty = {
  call: Duration.seconds(2),
  contacts: Duration.seconds(2),
  longPoll: Duration.seconds(3),
  heldPoll: Duration.zero,
  fruitless: Duration.millis(10),
  contactPatience: Duration.seconds(2),
  contactRetry: Duration.zero,
  chatbotRetry: Duration.millis(10)
}

/** What ended each message, for those who wait for it. */
export class Endings extends Effect.Service<Endings>()("test/Endings", {
  sync: () => {
    const endings = new Map<string, Deferred.Deferred<Progress>>()
    const asked = new Map<string, ReadonlyArray<AskedChatbot>>()
    const of = (key: string) =>
      Effect.gen(function* () {
        const ending = endings.get(key) ?? (yield* Deferred.make<Progress>())
        endings.set(key, ending)
        return ending
      })
    const keyOfSent = (MsgId: string) => `sent ${MsgId}`
    return {
      /** What came of each chatbot for a message so far. */
      askedFor: (MsgId: string) => asked.get(MsgId) ?? [],
      noteAsked: (MsgId: string, progress: Progress) =>
        Effect.sync(() => {
          if ("asked" in progress && progress.asked !== undefined) asked.set(MsgId, progress.asked)
        }),
      note: (MsgId: string, progress: Progress) =>
        Effect.forEach(progress._tag === "sent" ? [MsgId, keyOfSent(MsgId)] : [MsgId], (key) =>
          Effect.flatMap(of(key), (ending) => Deferred.succeed(ending, progress))
        ),
      /** Waits until a message came to its end: what that was, and why. */
      of: (MsgId: string) => Effect.flatMap(of(MsgId), Deferred.await),
      /** Waits until the answer to a message is sent, though that may have been uncertain. */
      sent: (MsgId: string) => Effect.flatMap(of(keyOfSent(MsgId)), Deferred.await)
    }
  }
}) {}

const onTheWay: ReadonlySet<string> = new Set(["decided", "answered", "sending"])

const journal = Layer.effect(
  Messages,
  Effect.gen(function* () {
    const kept = yield* Messages
    const endings = yield* Endings
    return {
      ...kept,
      note: (MsgId, progress) =>
        Effect.zipRight(
          Effect.zipRight(kept.note(MsgId, progress), endings.noteAsked(MsgId, progress)),
          onTheWay.has(progress._tag) ? Effect.void : endings.note(MsgId, progress)
        ),
      echoed: (MsgId, echo) =>
        Effect.zipRight(kept.echoed(MsgId, echo), endings.note(MsgId, { _tag: "sent", MsgID: echo }))
    }
  })
).pipe(Layer.provideMerge(MemoryJournal.layer))

/** The robot's own layers on real HTTP, with a simulator for WeChat and Tuling; only its screen is missing. */
export const robotAt = (
  origin: string,
  environment: Readonly<Record<string, string>> = {},
  timing: Partial<Context.Tag.Service<Timing>> = {}
) => {
  const settings = Layer.effect(
    Settings,
    Effect.map(
      settingsOf({
        WECHAT_ORIGIN: origin,
        TULING_ORIGIN: origin,
        TULING_API_KEY: "a key",
        ROBOT_REPLY_DELAY: "0",
        ...environment
      }),
      ({ settings }) => Either.getOrThrow(settings)
    )
  )
  const options = Layer.effect(
    WechatOptions,
    Effect.map(Settings, ({ wechatClient, wechatExtspam, wechatOrigin }) => ({
      origin: wechatOrigin,
      client: wechatClient,
      extspam: wechatExtspam
    }))
  )
  return RobotServices.layer.pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        Endpoints.layer.pipe(Layer.provide(options)),
        Chatbots.layer,
        Connection.Default,
        Pacer.layer({ sendsPerMinute: 0, sentAt: Effect.succeed([]) }),
        Layer.succeed(Pseudonyms, { of: (parts) => `u${parts.join("").replace(/\W/g, "").slice(0, 31)}` }),
        Layer.succeed(LoginDisplay, { show: () => Effect.void, clear: Effect.void }),
        Logger.remove(Logger.defaultLogger)
      )
    ),
    Layer.provide(NodeHttpExchange.layer),
    Layer.provideMerge(journal),
    Layer.provideMerge(Layer.mergeAll(settings, Endings.Default, quick(timing)))
  )
}

/** The settings of a model at the simulator. */
export const modelAt = (origin: string) => ({
  OPENAI_BASE_URL: `${origin}/v1`,
  OPENAI_MODEL: "a-model",
  OPENAI_TIMEOUT: "2 seconds"
})

/** The simulator's state as soon as it is so. */
export const until = (
  { state }: Pick<Control, "state">,
  isSo: (state: StateView) => boolean,
  after = -1
): Effect.Effect<StateView> =>
  state({ after, wait: PATIENCE }).pipe(
    Effect.filterOrElse(isSo, ({ revision }) =>
      revision === after
        ? Effect.dieMessage("waited in vain for the simulator")
        : until({ state }, isSo, revision)
    )
  )

/** Waits until the client is logged in and polls for messages. */
export const untilSyncing = (control: Pick<Control, "state">) =>
  until(control, ({ holding }) => holding.synccheck > 0)
