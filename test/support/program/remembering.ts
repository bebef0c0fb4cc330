import { Clock, Effect } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { fromWire } from "../../../src/domain/Message.ts"
import { Journal } from "../../../src/layers/journal/Journal.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { CurrentSession } from "../../../src/program/session/CurrentSession.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { carryOut } from "../../../src/program/owner/CarryOut.ts"
import { readCommand } from "../../../src/domain/OwnerCommand.ts"
import { reply } from "../../../src/program/reply/Reply.ts"
import { journalIn } from "../layers/journals.ts"
import { fakes, Surroundings } from "./fakes.ts"
import { addMsg, contact, member, received, session } from "./wire.ts"

/** Who is who in a log-in: each gives everybody new UserNames. */
const people = (login: number) =>
  ({
    me: `@me${login}`,
    li: `@li${login}`,
    sun: `@sun${login}`,
    aunt: `@aunt${login}`,
    uncle: `@uncle${login}`,
    nameless: `@nameless${login}`,
    family: `@@family${login}`
  }) as const

export type Who = "li" | "sun" | "aunt" | "uncle" | "nameless"

/** A robot that has a model, in its n-th log-in; `sun` is what that friend is called. */
const robotOf = Effect.fnUntraced(function* (login: number, sun: string) {
  const who = people(login)
  const messages = yield* Messages
  const { together } = yield* Journal
  const { chatbot, told } = yield* Surroundings
  const here = { ...session, me: { ...session.me, UserName: who.me } }
  const book = yield* AddressBook.make(here)
  yield* book.enlist([
    contact(who.li, { NickName: "Li" }),
    contact(who.sun, { NickName: sun }),
    contact(who.nameless),
    contact(who.family, {
      NickName: "Family",
      MemberList: [member(who.me, "Bai"), member(who.aunt), member(who.uncle)]
    })
  ])
  yield* book.complete
  const open = { session: here, book }
  yield* (yield* CurrentSession).begin(open)

  const wireOf = (from: Who, text: string, quoted?: string): Partial<AddMsg> => {
    const quote = quoted === undefined ? "" : `「Li：${quoted}」<br/>- - - - - - - - - - - - - - -<br/>`
    return from === "aunt" || from === "uncle"
      ? { FromUserName: who.family, ToUserName: who.me, Content: `${who[from]}:<br/>${quote}@Bai ${text}` }
      : { FromUserName: who[from], ToUserName: who.me, Content: `${quote}${text}` }
  }

  return {
    /** A message that is answered at once; what the model could know besides it, and how it was asked. */
    hear: Effect.fnUntraced(function* (MsgId: string, from: Who, text: string, quoted?: string) {
      const now = yield* Clock.currentTimeMillis
      const wire = addMsg(MsgId, wireOf(from, text, quoted))
      const one = received(wire, {
        message: fromWire(wire, who.me),
        me: who.me,
        createdAt: now,
        receivedAt: now
      })
      yield* together(messages.receive([one]))
      yield* reply({ open, received: one, left: undefined, chat: yield* book.chatOf(one.message.chat) })
      return { question: chatbot.asked.at(-1)?.[0], background: told.at(-1) }
    }),
    /** Its sender takes a message back. */
    revoke: (MsgId: string, from: Who) =>
      together(
        messages.revoke({ MsgId, chat: from === "aunt" || from === "uncle" ? who.family : who[from] })
      ),
    /** The owner tells the robot; its answer. */
    command: Effect.fnUntraced(function* (text: string) {
      const command = readCommand(text)
      if (command === undefined) return yield* Effect.dieMessage("no command")
      return yield* carryOut(command, yield* Clock.currentTimeMillis, open)
    })
  }
})

export type Remembering = Effect.Effect.Success<ReturnType<typeof robotOf>>

/** One life of such a robot on the journal of a directory. */
export const living = <A, E, R>(
  path: string,
  life: (robot: Remembering) => Effect.Effect<A, E, R>,
  {
    environment = {},
    login = 1,
    sun = "Sun"
  }: {
    readonly environment?: Readonly<Record<string, string>>
    readonly login?: number
    readonly sun?: string
  } = {}
) =>
  Effect.flatMap(robotOf(login, sun), life).pipe(
    Effect.scoped,
    Effect.provide(
      fakes(
        {
          ROBOT_REPLY_DELAY: "0",
          ROBOT_CHAT_REPLIES_PER_10_MINUTES: "0",
          OPENAI_SYSTEM_PROMPT: "",
          ...environment
        },
        ["openai"],
        journalIn(path, environment)
      )
    )
  )
