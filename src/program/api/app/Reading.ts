import { HttpApiBuilder, HttpApp, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect, Option } from "effect"
import { displayNames, kindOf, lastingName } from "../../../domain/Contact.ts"
import { muteOf } from "../../../domain/Switches.ts"
import { MessagePages } from "../../../layers/journal/pages/MessagePages.ts"
import { Switches } from "../../owner/Switches.ts"
import { CurrentSession } from "../../session/CurrentSession.ts"
import { NothingThere, Unreadable } from "../contract/Errors.ts"
import { type MessagesQuestion, type OtherSettings } from "../contract/Questions.ts"
import { RobotApi } from "../contract/RobotApi.ts"
import { diagnostics } from "./Diagnostics.ts"
import { eventStreams } from "./EventStream.ts"
import { detailOf, lineOf } from "./MessageViews.ts"
import { otherPolicy } from "./OtherPolicy.ts"
import { alerts } from "./views/Alerts.ts"
import { chatbots } from "./views/Chatbots.ts"
import { counts } from "./views/Counts.ts"
import { settingsInForce } from "./views/SettingsInForce.ts"
import { silentUntil } from "./views/Silences.ts"
import { status } from "./views/Status.ts"

const PAGE = 50

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
        .handle("counts", ({ urlParams }) => Effect.mapError(counts(urlParams), unreadable))
        .handle("alerts", () => alerts)
        .handle("chatbots", () => chatbots(startedAt))
        .handle("chats", () => chats)
        .handle("settings", () => settingsInForce)
        .handle("diagnostics", () =>
          Effect.zipLeft(Effect.mapError(diagnostics(startedAt), unreadable), asFile("diagnostics.json"))
        )
    )
  )
