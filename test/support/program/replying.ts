import { it } from "@effect/vitest"
import { Effect, type Layer, type Scope, TestClock } from "effect"
import { type AddMsg } from "../../../src/domain/AddMsg.ts"
import { Messages } from "../../../src/layers/journal/Messages.ts"
import { OwnersPhone } from "../../../src/program/inbox/OwnersPhone.ts"
import * as AddressBook from "../../../src/program/contacts/AddressBook.ts"
import { CurrentSession } from "../../../src/program/session/CurrentSession.ts"
import { reply } from "../../../src/program/reply/Reply.ts"
import { type fakes, Surroundings } from "./fakes.ts"
import { FakeWechat } from "./FakeWechat.ts"
import { addMsg, contact, friend, group, me, member, received, session } from "./wire.ts"

/** A robot in the middle of its work: it knows a friend and a group, and replies to what a test hands it. */
export const replying = Effect.gen(function* () {
  const messages = yield* Messages
  const book = yield* AddressBook.make(session)
  yield* book.learn([
    contact(friend, { NickName: "Li" }),
    contact(group, { NickName: "family", MemberList: [member(me, "Bai"), member("@aunt")] })
  ])
  const open = { session, book }
  yield* (yield* CurrentSession).begin(open)

  /** Replies beside the test to a message of now; `fields` are those of the wire. */
  const hear = Effect.fnUntraced(function* (
    MsgId: string,
    fields: Partial<AddMsg> = {},
    rest: Parameters<typeof received>[1] = {}
  ) {
    const now = yield* TestClock.currentTimeMillis
    const one = received(addMsg(MsgId, fields), { createdAt: now, receivedAt: now, ...rest })
    yield* messages.receive([one])
    const chat = yield* book.chatOf(one.message.chat)
    const fiber = yield* Effect.fork(reply({ open, received: one, left: undefined, chat }))
    yield* TestClock.adjust(0)
    return fiber
  })

  return { hear, messages, phone: yield* OwnersPhone, wechat: yield* FakeWechat, ...(yield* Surroundings) }
})

/** A text of somebody in the group. */
export const inGroup = (Content: string): Partial<AddMsg> => ({
  FromUserName: group,
  Content: `@aunt:<br/>${Content}`
})

/** How far a message came, in one word a step. */
export const tags = (progress: ReadonlyArray<{ readonly _tag: string }>) => progress.map(({ _tag }) => _tag)

/** The ClientMsgIds of all tries. */
export const idsOf = (asked: ReadonlyArray<readonly [unknown, { readonly clientMsgId: string }]>) =>
  asked.map(([, { clientMsgId }]) => clientMsgId)

type Replying = Effect.Effect.Success<typeof replying>
type Fakes = Layer.Layer.Success<ReturnType<typeof fakes>>

/** A test of a robot in the middle of its work, in these surroundings. */
export const robotTest = <E>(
  name: string,
  surroundings: Layer.Layer<Fakes>,
  test: (robot: Replying) => Effect.Effect<void, E, Fakes | Scope.Scope>
): void => it.scoped(name, () => Effect.provide(Effect.flatMap(replying, test), surroundings))
