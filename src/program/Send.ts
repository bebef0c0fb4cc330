import { Clock, Effect } from "effect"
import { endsSession, type EndpointError } from "../http/Errors.ts"
import { SendMessage } from "../http/wechat/SendMessage.ts"
import { type Session } from "../domain/Session.ts"
import { type SendPause } from "./SendPause.ts"

/** One reply on its way: its ClientMsgId stays the same for its whole life, so that WeChat can tell a repetition. */
export interface Outgoing {
  readonly chat: string
  readonly text: string
  readonly ClientMsgId: string
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
  | { readonly _tag: "Uncertain" }

/** Tencent's own client repeats an unanswered send at most so often. */
const REPETITIONS = 2

/** Ret -1 and -2 are the server's own trouble: it did not take the message. */
const serverTrouble: ReadonlySet<number> = new Set([-1, -2])

const TOO_FREQUENT = 1205

const outcomeOf = (error: EndpointError): SendOutcome => {
  switch (error._tag) {
    case "Refused":
      if (error.code === TOO_FREQUENT) return { _tag: "TooFrequent" }
      // after the end of a session the reply waits for the next one
      return endsSession(error.code) || serverTrouble.has(error.code)
        ? { _tag: "NotTaken", why: error.message }
        : { _tag: "Refused", code: error.code, why: error.message }
    case "Unreachable":
      return error.delivered === "no" ? { _tag: "NotTaken", why: error.message } : { _tag: "Uncertain" }
    case "BadAnswer":
      return { _tag: "Uncertain" }
  }
}

/** What an answer says of the pause of all sends. */
const noteIn = Effect.fnUntraced(function* (pause: SendPause, { _tag }: SendOutcome) {
  if (_tag === "Sent") yield* pause.taken
  if (_tag === "TooFrequent") yield* pause.tooFrequent(yield* Clock.currentTimeMillis)
})

/**
 * Sends a reply once; when no answer comes, repeats it at once with the same ClientMsgId, at most twice, and not into
 * a pause of all sends. The pause learns of every answer.
 */
export const sendOnce = Effect.fn("Send.sendOnce")(function* (
  { credentials, me }: Session,
  { ClientMsgId, chat, text }: Outgoing,
  pause: SendPause
) {
  const sendMessage = yield* SendMessage
  const attempt = sendMessage
    .text(credentials, { from: me.UserName, to: chat, text, clientMsgId: ClientMsgId })
    .pipe(
      Effect.map((MsgID): SendOutcome => ({ _tag: "Sent", MsgID })),
      Effect.catchAll((error) => Effect.succeed(outcomeOf(error))),
      Effect.tap((outcome) => noteIn(pause, outcome))
    )
  const first = yield* attempt
  if (first._tag !== "Uncertain") return first
  // from here on only a success tells anything: whatever else comes, the first may have arrived
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    if ((yield* Clock.currentTimeMillis) < (yield* pause.until)) return first
    const repeated = yield* attempt
    if (repeated._tag === "Sent") return repeated
  }
  return first
})
