import { Clock, Effect, Option } from "effect"
import { type UncertainReason } from "../../domain/EndReason.ts"
import { endsSession, type EndpointError } from "../../http/Errors.ts"
import { SendMessage } from "../../http/wechat/SendMessage.ts"
import { type Session } from "../../domain/Session.ts"
import { SendPause } from "../connection/SendPause.ts"

/** One reply on its way: its ClientMsgId stays the same for its whole life, so that WeChat can tell a repetition. */
export interface Outgoing {
  readonly chat: string
  readonly text: string
  readonly ClientMsgId: string
  /** The MsgId under which the reply came back, if it did: then it arrived, whatever the answer says. */
  readonly echo: Effect.Effect<Option.Option<string>>
}

/**
 * How a send ended:
 * - `Sent`: WeChat took it, under this MsgID
 * - `NotTaken`: certainly not carried out; may be sent again later
 * - `TooFrequent`: the same, and nothing else may be sent for a while either
 * - `Refused`: they said no for good
 * - `Uncertain`: nobody knows; sending again could say it twice
 */
export type SendOutcome =
  | { readonly _tag: "Sent"; readonly MsgID: string }
  | { readonly _tag: "NotTaken"; readonly why: string }
  | { readonly _tag: "TooFrequent" }
  | { readonly _tag: "Refused"; readonly code: number; readonly why: string }
  | { readonly _tag: "Uncertain"; readonly reason: UncertainReason }

/** Tencent's own client repeats an unanswered send at most so often. */
const REPETITIONS = 2

/** Ret -1 and -2 are the server's own trouble: it did not take the message. */
const serverTrouble: ReadonlySet<number> = new Set([-1, -2])

const TOO_FREQUENT = 1205

/** How a try ended: as the send may end, or without an answer of WeChat's. */
type Try = SendOutcome | { readonly _tag: "NoAnswer" }

const outcomeOf = (error: EndpointError): Try => {
  switch (error._tag) {
    case "Refused":
      if (error.code === TOO_FREQUENT) return { _tag: "TooFrequent" }
      // after the end of a session the reply waits for the next one
      return endsSession(error.code) || serverTrouble.has(error.code)
        ? { _tag: "NotTaken", why: error.message }
        : { _tag: "Refused", code: error.code, why: error.message }
    case "Unreachable":
      return error.delivered === "no" ? { _tag: "NotTaken", why: error.message } : { _tag: "NoAnswer" }
    case "BadAnswer":
      // it arrived, unless somebody else answered
      return error.foreign ? { _tag: "NoAnswer" } : { _tag: "Uncertain", reason: "unreadable-answer" }
  }
}

/** What an answer says of the pause of all sends. */
const tellPause = Effect.fnUntraced(function* ({ _tag }: Try) {
  const pause = yield* SendPause
  if (_tag === "Sent") yield* pause.taken
  if (_tag === "TooFrequent") yield* pause.tooFrequent(yield* Clock.currentTimeMillis)
})

/**
 * Sends a reply once; when no answer comes, repeats it at once with the same ClientMsgId, at most twice, and not into
 * a pause of all sends. An answer that cannot be read says that it arrived: nothing is repeated. The pause learns of
 * every answer.
 */
export const sendOnce = Effect.fnUntraced(function* (
  { credentials, me }: Session,
  { ClientMsgId, chat, echo, text }: Outgoing
) {
  const pause = yield* SendPause
  const sendMessage = yield* SendMessage
  const attempt = sendMessage
    .text(credentials, { from: me.UserName, to: chat, text, clientMsgId: ClientMsgId })
    .pipe(
      Effect.map((MsgID): Try => ({ _tag: "Sent", MsgID })),
      Effect.catchAll((error) => Effect.succeed(outcomeOf(error))),
      Effect.tap(tellPause),
      Effect.filterOrElse(
        ({ _tag }) => _tag === "Sent",
        (outcome) =>
          Effect.map(
            echo,
            Option.match({ onNone: () => outcome, onSome: (MsgID): Try => ({ _tag: "Sent", MsgID }) })
          )
      )
    )
  const first = yield* attempt
  if (first._tag !== "NoAnswer") return first
  const uncertain: SendOutcome = { _tag: "Uncertain", reason: "no-answer" }
  // from here on only a success tells anything: whatever else comes, the first may have arrived
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    if ((yield* Clock.currentTimeMillis) < (yield* pause.until)) return uncertain
    const repeated = yield* attempt
    if (repeated._tag === "Sent" || repeated._tag === "Uncertain") return repeated
  }
  return uncertain
})
