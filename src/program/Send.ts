import { Effect } from "effect"
import { type EndpointError } from "../http/Errors.ts"
import { SendMessage } from "../http/wechat/SendMessage.ts"
import { type Session } from "./Login.ts"

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
 * - `Refused`: they said no for good
 * - `Uncertain`: nobody knows; sending again could say it twice
 */
export type SendOutcome =
  | { readonly _tag: "Sent"; readonly MsgID: string }
  | { readonly _tag: "NotTaken"; readonly why: string }
  | { readonly _tag: "Refused"; readonly code: number; readonly why: string }
  | { readonly _tag: "Uncertain" }

/** Tencent's own client repeats an unanswered send at most so often. */
const REPETITIONS = 2

/** Ret -1 and -2 are the server's own trouble: it did not take the message. */
const serverTrouble: ReadonlySet<number> = new Set([-1, -2])

const outcomeOf = (error: EndpointError): SendOutcome => {
  switch (error._tag) {
    case "Refused":
      return serverTrouble.has(error.code)
        ? { _tag: "NotTaken", why: error.message }
        : { _tag: "Refused", code: error.code, why: error.message }
    case "Unreachable":
      return error.delivered === "no" ? { _tag: "NotTaken", why: error.message } : { _tag: "Uncertain" }
    case "BadAnswer":
      return { _tag: "Uncertain" }
  }
}

/** Sends a reply once; when no answer comes, repeats it at once with the same ClientMsgId, at most twice. */
export const sendOnce = Effect.fn("Send.sendOnce")(function* (
  { credentials, me }: Session,
  { ClientMsgId, chat, text }: Outgoing
) {
  const sendMessage = yield* SendMessage
  const attempt = sendMessage
    .text(credentials, { from: me.UserName, to: chat, text, clientMsgId: ClientMsgId })
    .pipe(
      Effect.map((MsgID): SendOutcome => ({ _tag: "Sent", MsgID })),
      Effect.catchAll((error) => Effect.succeed(outcomeOf(error)))
    )
  const first = yield* attempt
  if (first._tag !== "Uncertain") return first
  // from here on only a success tells anything: whatever else comes, the first may have arrived
  const repeated = yield* Effect.repeat(attempt, {
    until: ({ _tag }) => _tag === "Sent",
    times: REPETITIONS - 1
  })
  return repeated._tag === "Sent" ? repeated : first
})
