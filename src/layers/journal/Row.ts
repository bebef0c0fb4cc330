import { type Entry } from "../../domain/Entry.ts"
import { isControl } from "../../domain/Message.ts"
import { type MessageState } from "../../domain/Progress.ts"

/** What the robot has to have at hand of a message. */
export interface Row {
  readonly MsgId: string
  readonly chat: string
  /** The owner's UserName in the session that brought it. */
  readonly me: string
  /** The owner said it. */
  readonly fromMe: boolean
  readonly receivedAt: number
  lastingName: string | undefined
  state: MessageState
  text: string
  /** When it was decided to answer. */
  answerDecidedAt: number | undefined
  sentAt: number | undefined
  /** The MsgId under which the answer came back by its text. */
  echo: string | undefined
  revoked: boolean
}

/** Of a message that just came. */
export const rowOf = ({ me, message, receivedAt }: Entry): Row => ({
  MsgId: message.MsgId,
  chat: message.chat,
  me,
  fromMe: message.from === me && !isControl(message.body),
  receivedAt,
  lastingName: undefined,
  state: "received",
  text: "",
  answerDecidedAt: undefined,
  sentAt: undefined,
  echo: undefined,
  revoked: false
})
