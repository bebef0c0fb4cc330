import { HttpApiBuilder } from "@effect/platform"
import { Clock, Effect, Option } from "effect"
import { type Contact, lastingName, nameIn } from "../../../domain/Contact.ts"
import { LONGEST_TIME } from "../../../domain/OwnerTime.ts"
import { SendPause } from "../../connection/SendPause.ts"
import { Switches } from "../../owner/Switches.ts"
import { nameOf } from "../../owner/Words.ts"
import { CurrentSession } from "../../session/CurrentSession.ts"
import { BadInput, NothingThere, NotNow } from "../contract/Errors.ts"
import { RobotApi } from "../contract/RobotApi.ts"

/** When a silence ends: a time to come, or none. */
const endOf = Effect.fnUntraced(function* ({ until }: { readonly until?: number }) {
  const now = yield* Clock.currentTimeMillis
  if (until !== undefined && (until <= now || until > now + LONGEST_TIME)) {
    return yield* new BadInput({ accepted: "an end within the next 366 days, in epoch milliseconds" })
  }
  return Option.fromNullable(until)
})

/** Enough to choose from. */
const NAMES_TOLD = 10

const listed = (contacts: ReadonlyArray<Contact>) =>
  [...contacts.slice(0, NAMES_TOLD).map(nameOf), ...(contacts.length > NAMES_TOLD ? ["…"] : [])].join(", ")

/** The one chat that is meant. */
const chatCalled = Effect.fnUntraced(function* (chat: string) {
  const open = yield* (yield* CurrentSession).poll
  if (Option.isNone(open)) return yield* new NotNow({ why: "nobody is logged in, so that no chat is known" })
  const { book, session } = open.value
  const byUserName = (yield* book.chats).filter(({ UserName }) => UserName === chat)
  const { called, similar } =
    byUserName.length > 0 ? { called: byUserName, similar: [] } : yield* book.meantBy(chat)
  const [meant, ...others] = called
  if (meant === undefined) {
    const hint = similar.length === 0 ? "" : `; similar: ${listed(similar)}`
    return yield* new NothingThere({ missing: `no chat is called so${hint}` })
  }
  if (others.length > 0) {
    return yield* new BadInput({
      accepted: `a name of one chat alone; several are called so, which a remark in WeChat would tell apart: ${listed(called)}`
    })
  }
  return { userName: meant.UserName, lastingName: lastingName(meant, session.me.UserName) }
})

/** The one mute that `status` tells under this name or UserName; else that of a chat of now. */
const mutedCalled = Effect.fnUntraced(function* (chat: string) {
  const { mutes } = yield* (yield* Switches).state
  const [meant, ...others] = mutes.filter(
    ({ lastingName, userName }) =>
      userName === chat || (lastingName !== undefined && nameIn(lastingName) === chat)
  )
  return meant === undefined || others.length > 0 ? yield* chatCalled(chat) : meant
})

const resume = Effect.fn("SwitchesGroup.resume")(function* ({ sends = false }: { readonly sends?: boolean }) {
  yield* (yield* Switches).resume
  if (sends) yield* (yield* SendPause).endNow
})

/** The owner's switches. */
export const layer = HttpApiBuilder.group(RobotApi, "switches", (handlers) =>
  Effect.map(Switches, (switches) =>
    handlers
      .handle("pause", ({ payload }) => Effect.flatMap(endOf(payload), switches.pause))
      .handle("resume", ({ payload }) => resume(payload))
      .handle("mute", ({ payload }) =>
        Effect.flatMap(Effect.all([chatCalled(payload.chat), endOf(payload)]), ([chat, until]) =>
          switches.mute(chat, until)
        )
      )
      .handle("unmute", ({ payload }) => Effect.flatMap(mutedCalled(payload.chat), switches.unmute))
  )
)
