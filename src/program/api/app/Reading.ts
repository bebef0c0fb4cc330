import { HttpApiBuilder, HttpApp, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Clock, Effect, Option } from "effect"
import packageJson from "../../../../package.json" with { type: "json" }
import { todo } from "../../../domain/ConnectionState.ts"
import { displayNames, kindOf, lastingName, nameIn } from "../../../domain/Contact.ts"
import { decodeName } from "../../../domain/MessageText.ts"
import { type MessageState } from "../../../domain/Progress.ts"
import { muteOf, type Silence } from "../../../domain/Switches.ts"
import { Activity } from "../../../layers/activity/Activity.ts"
import { Chatbots } from "../../../layers/chatbots/Chatbots.ts"
import { MessagePages } from "../../../layers/journal/pages/MessagePages.ts"
import { SettingRows, Settings } from "../../../layers/settings/Settings.ts"
import { Connection } from "../../connection/Connection.ts"
import { Switches } from "../../owner/Switches.ts"
import { CurrentSession } from "../../session/CurrentSession.ts"
import { NothingThere, Unreadable } from "../contract/Errors.ts"
import { type MessagesQuestion, type OtherSettings } from "../contract/Questions.ts"
import { RobotApi } from "../contract/RobotApi.ts"
import { diagnostics } from "./Diagnostics.ts"
import { eventStreams } from "./EventStream.ts"
import { sendPause } from "./Health.ts"
import { detailOf, lineOf } from "./MessageViews.ts"
import { otherPolicy } from "./OtherPolicy.ts"

const HOUR = 3_600_000
const HOURS = 24
const PAGE = 50

/** Without when it began. */
const silentUntil = (silence: Silence | undefined) =>
  silence === undefined ? null : { until: silence.until }

const status = Effect.fn("Reading.status")(function* (startedAt: number) {
  const connection = yield* (yield* Connection).state
  const open = yield* (yield* CurrentSession).poll
  const { mutes, paused } = yield* (yield* Switches).state
  return {
    version: packageJson.version,
    startedAt,
    connection,
    todo: todo(connection.state),
    owner: Option.isNone(open) ? null : decodeName(yield* open.value.book.ownNickName),
    dryRun: (yield* Settings).dryRun,
    chatbots: (yield* Chatbots).names,
    sendPause: yield* sendPause,
    paused: silentUntil(paused),
    mutes: mutes.map(({ lastingName, until, userName }) => ({
      chat: userName,
      name: lastingName === undefined ? null : nameIn(lastingName),
      until
    })),
    underWay: (yield* Activity).underWay
  }
})

const unreadable = ({ message }: { readonly message: string }) => new Unreadable({ why: message })

const messages = Effect.fn("Reading.messages")(function* ({
  cursor,
  limit = PAGE,
  ...filter
}: MessagesQuestion) {
  const { messages, next } = yield* (yield* MessagePages).page(filter, cursor, limit)
  return { messages: messages.map(lineOf), next: next === undefined ? null : String(next) }
}, Effect.mapError(unreadable))

const message = Effect.fn("Reading.message")(function* (MsgId: string, asked: OtherSettings) {
  const other = yield* otherPolicy(asked)
  const found = yield* Effect.mapError((yield* MessagePages).find(MsgId), unreadable)
  if (Option.isNone(found)) return yield* new NothingThere({ missing: "no message has this id" })
  return yield* detailOf(found.value, other)
})

/** The counts of those that are the same but for what is left out. */
const sum = <A extends { readonly count: number }>(counts: ReadonlyArray<A>, keyOf: (count: A) => string) => {
  const sums = new Map<string, A>()
  for (const one of counts) {
    const key = keyOf(one)
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) })
  }
  return [...sums.values()]
}

const counts = Effect.fn("Reading.counts")(function* (hours: number) {
  const to = yield* Clock.currentTimeMillis
  const from = (Math.floor(to / HOUR) - hours + 1) * HOUR
  const all = yield* Effect.mapError((yield* MessagePages).counts(from, hours), unreadable)
  const statesOf = (from: number) =>
    sum(
      all.filter((one) => one.from === from),
      ({ state }) => state
    ).map(({ count, state }): { state: MessageState; count: number } => ({ state, count }))
  return {
    from,
    to,
    hours: Array.from({ length: hours }, (_, at) => ({
      from: from + at * HOUR,
      states: statesOf(from + at * HOUR)
    })),
    reasons: sum(all, ({ reason, state }) => `${state} ${reason}`).map(({ count, reason, state }) => ({
      state,
      reason,
      count
    }))
  }
})

const chats = Effect.gen(function* () {
  const open = yield* (yield* CurrentSession).poll
  if (Option.isNone(open)) return { chats: [] }
  const { book, session } = open.value
  const me = session.me.UserName
  const { mutes } = yield* (yield* Switches).state
  return {
    chats: (yield* book.chats).map((contact) => ({
      chat: contact.UserName,
      kind: kindOf(contact.UserName, me, contact),
      names: displayNames(contact),
      muted: silentUntil(muteOf(mutes, { userName: contact.UserName, lastingName: lastingName(contact, me) }))
    }))
  }
})

const lastEventId = Effect.map(HttpServerRequest.HttpServerRequest, ({ headers }) => headers["last-event-id"])

/** A browser keeps the answer under this name. */
const asFile = (name: string) =>
  HttpApp.appendPreResponseHandler((_, response) =>
    Effect.succeed(
      HttpServerResponse.setHeader(
        response,
        "content-disposition",
        `attachment; filename="weixin-robot-${name}"`
      )
    )
  )

/** What the robot did, and does; it was started then. */
export const layer = (startedAt: number) =>
  HttpApiBuilder.group(RobotApi, "reading", (handlers) =>
    Effect.map(eventStreams(startedAt), (events) =>
      handlers
        .handle("status", () => status(startedAt))
        .handle("messages", ({ urlParams }) => messages(urlParams))
        .handle("message", ({ path, urlParams }) => message(path.id, urlParams))
        .handle("events", () => Effect.flatMap(lastEventId, events))
        .handle("counts", ({ urlParams }) => counts(urlParams.hours ?? HOURS))
        .handle("chats", () => chats)
        .handle("settings", () => Effect.map(SettingRows, (settings) => ({ settings })))
        .handle("diagnostics", () =>
          Effect.zipLeft(Effect.mapError(diagnostics(startedAt), unreadable), asFile("diagnostics.json"))
        )
    )
  )
