import { HttpRouter, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Effect } from "effect"
import { Accounts } from "../../accounts/Accounts.ts"
import { uriComponent } from "../../wechat/wire/Content.ts"
import { param } from "../../wechat/SessionCall.ts"
import { contactOf } from "../../world/State.ts"
import { findMedia, mediaOfMessage } from "../Find.ts"
import { imageType, made } from "../made/Made.ts"
import { anyCase, NotFound, orNothing, readFileGet, readMediaGet } from "../MediaCall.ts"
import { ranged } from "./Range.ts"

/** What a picture is in small, and what comes for a message that has no picture of its own. */
const THUMBNAIL_SIZE = 1500

const thumbnail = (id: string) => made("jpg", id, THUMBNAIL_SIZE)

const whole = (bytes: Uint8Array, contentType: string) =>
  HttpServerResponse.uint8Array(bytes, { contentType, headers: { "accept-ranges": "bytes" } })

/** The message that a call is about: `MsgID`, `msgid`, or `NewMsgId`, which has the same digits. */
const readMessage = Effect.gen(function* () {
  const { params, state } = yield* readMediaGet
  const MsgId = anyCase(params, "msgid")
  const media = mediaOfMessage(state, MsgId)
  return media === undefined ? yield* new NotFound() : { ...media, MsgId, type: param(params, "type") }
})

/** GET `webwxgetmsgimg`: a picture or sticker; in small with `type=slave`, which other messages with a picture have, too. */
export const webwxgetmsgimg = Effect.gen(function* () {
  const { found, kind, MsgId, type } = yield* readMessage
  if (kind === "voice" || found === undefined) return yield* new NotFound()
  const isPicture = kind === "picture" || kind === "sticker"
  const bytes = isPicture && type !== "slave" ? found.bytes : thumbnail(MsgId)
  return whole(bytes, imageType(bytes) ?? "image/jpeg")
}).pipe(orNothing)

/** GET `wx_emoji/{MediaId}`: a sticker, which lies where everybody can fetch it, whoever's account it is of. */
export const sticker = Effect.gen(function* () {
  const { id = "" } = yield* HttpRouter.params
  const states = yield* Effect.forEach(yield* (yield* Accounts).all, ({ state }) => state)
  const [found] = states.flatMap((state) => findMedia(state, id) ?? [])
  if (found === undefined) return yield* new NotFound()
  return whole(found.bytes, imageType(found.bytes) ?? "image/gif")
}).pipe(orNothing)

/** GET `webwxgetvoice`: MP3. */
export const webwxgetvoice = Effect.gen(function* () {
  const { found, kind } = yield* readMessage
  if (kind !== "voice" || found === undefined) return yield* new NotFound()
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  return ranged(headers["range"], found.bytes, "audio/mp3") ?? whole(found.bytes, "audio/mp3")
}).pipe(orNothing)

/** GET `webwxgetvideo`: MP4, in the `Range` that is asked for; nothing without one. */
export const webwxgetvideo = Effect.gen(function* () {
  const { found, kind } = yield* readMessage
  if (kind !== "video" || found === undefined) return yield* new NotFound()
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  return ranged(headers["range"], found.bytes, "video/mp4") ?? HttpServerResponse.empty({ status: 200 })
}).pipe(orNothing)

/** GET `webwxgetmedia`: a file, by its `mediaid`. */
export const webwxgetmedia = Effect.gen(function* () {
  const { params, state } = yield* readFileGet
  const found = findMedia(state, anyCase(params, "mediaid"))
  if (found === undefined) return yield* new NotFound()
  const { headers } = yield* HttpServerRequest.HttpServerRequest
  const answer =
    ranged(headers["range"], found.bytes, "application/octet-stream") ??
    whole(found.bytes, "application/octet-stream")
  const name = uriComponent(found.fileName)
  return HttpServerResponse.setHeader(answer, "content-disposition", `attachment; filename="${name}"`)
}).pipe(orNothing)

/** GET `webwxgeticon` and `webwxgetheadimg`: the picture of a person, of a group. */
export const webwxgeticon = Effect.gen(function* () {
  const { params, session, state } = yield* readMediaGet
  const contact = contactOf(state, session, anyCase(params, "username"))
  return contact === undefined ? yield* new NotFound() : whole(thumbnail(contact.name), "image/jpeg")
}).pipe(orNothing)
