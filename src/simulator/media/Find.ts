import { Chunk, Option } from "effect"
import type { Message } from "../world/Events.ts"
import type { SentMedia } from "../world/Records.ts"
import type { State } from "../world/State.ts"
import { made } from "./made/Made.ts"

/** What there is to fetch of a message. */
export type Kind = SentMedia["kind"] | "voice" | "other" | "text"

/** A file that belongs to a message, or was uploaded for one. */
export interface Found {
  /** Finds it again: its `MediaId`, or the `MsgId` of the message that it was made for. */
  readonly id: string
  readonly fileName: string
  readonly bytes: Uint8Array
}

/** AppMsgTypes. */
const APP_FILE = 6
const APP_STICKER = 8

/** `SubMsgType` of a text that is a place, with a picture of it. */
const LOCATION = 48

const kinds: Readonly<Record<number, Kind>> = {
  51: "text",
  9999: "text",
  10000: "text",
  10002: "text",
  3: "picture",
  34: "voice",
  43: "video",
  47: "sticker",
  62: "video"
}

/** The fields of a message that tell what its media are. */
const fieldsOf = (message: Message) => {
  const { AppMsgType, Content, FileName, FileSize, MsgType, SubMsgType } = {
    ...message.fields((name) => name),
    ...message.override
  }
  return {
    MsgType: Number(MsgType ?? 1),
    SubMsgType: Number(SubMsgType ?? 0),
    AppMsgType: Number(AppMsgType ?? 0),
    Content: String(Content ?? ""),
    FileName: String(FileName ?? ""),
    FileSize: String(FileSize ?? "")
  }
}

type MediaFields = ReturnType<typeof fieldsOf>

const kindOf = ({ AppMsgType, MsgType, SubMsgType }: MediaFields): Kind => {
  if (MsgType === 1) return SubMsgType === LOCATION ? "other" : "text"
  if (MsgType !== 49) return kinds[MsgType] ?? "other"
  if (AppMsgType === APP_FILE) return "file"
  return AppMsgType === APP_STICKER ? "sticker" : "other"
}

/** Endings and usual lengths of what is made. */
const formats: Readonly<Record<Exclude<Kind, "text">, readonly [ending: string, size: number]>> = {
  picture: ["jpg", 6503],
  voice: ["mp3", 4000],
  video: ["mp4", 40_000],
  sticker: ["gif", 2000],
  file: ["txt", 1024],
  other: ["jpg", 1500]
}

/** The length that a message names: as `FileSize`, or as `length` or `len` in its XML. */
const lengthIn = ({ Content, FileSize }: MediaFields): number | undefined => {
  if (/^[1-9]\d*$/.test(FileSize)) return Number(FileSize)
  const length = /\blen(?:gth)?\s*=\s*(?:&quot;|["'])(\d+)/.exec(Content)?.[1]
  return length === undefined || length === "0" ? undefined : Number(length)
}

/** What belongs to a message; nothing to a text. */
const makeFor = (message: Message): Found | undefined => {
  const fields = fieldsOf(message)
  const kind = kindOf(fields)
  if (kind === "text") return undefined
  const [usual, size] = formats[kind]
  const fileName = kind === "file" ? fields.FileName : `${message.MsgId}.${usual}`
  const ending = kind === "file" ? (/\.(\w+)$/.exec(fileName)?.[1] ?? "") : usual
  const bytes = made(ending, message.MsgId, lengthIn(fields) ?? size)
  return { id: message.media?.MediaId ?? message.MsgId, fileName, bytes }
}

const findMessage = (state: State, wanted: (message: Message) => boolean): Message | undefined =>
  Chunk.findLast(state.events.kept, (event) => event._tag === "Message" && wanted(event.message)).pipe(
    Option.flatMap((event) => (event._tag === "Message" ? Option.some(event.message) : Option.none())),
    Option.getOrUndefined
  )

/** By what the media of a message are found. */
const idOf = ({ media, MsgId }: Message) => (media?.made === false ? media.MediaId : MsgId)

/** The file with this `MediaId`, or the one made for the message with this `MsgId`. Undefined when it is not held (any more). */
export const findMedia = (state: State, id: string): Found | undefined => {
  const held = state.shelf.files.get(id)
  if (held !== undefined) return { id, fileName: held.fileName, bytes: held.bytes }
  const message = findMessage(
    state,
    ({ MsgId, media }) => media?.made !== false && (MsgId === id || media?.MediaId === id)
  )
  return message === undefined ? undefined : makeFor(message)
}

/** What a message is and its file, whoever sent it; undefined for an unknown `MsgId`. */
export const mediaOfMessage = (
  state: State,
  MsgId: string
): { readonly kind: Kind; readonly found: Found | undefined } | undefined => {
  const message = findMessage(state, (message) => message.MsgId === MsgId)
  if (message !== undefined) {
    return { kind: kindOf(fieldsOf(message)), found: findMedia(state, idOf(message)) }
  }
  const sent = Chunk.findLast(state.sent.kept, (send) => send.MsgId === MsgId)
  if (sent._tag === "None") return undefined
  const { media } = sent.value
  return media === undefined
    ? { kind: "text", found: undefined }
    : { kind: media.kind, found: findMedia(state, media.MediaId) }
}

/** Content without what clients change of it before they pass it on: escapes, line breaks, the speaker before it. */
const bare = (content: string) =>
  content
    .replace(/^@\w+:<br\/>/, "")
    .replaceAll("<br/>", "")
    .replace(/&(?:lt|gt|quot|amp|#39);/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "")

/** The last message with this content: clients pass on a picture or a video by its XML. */
export const findByContent = (state: State, content: string): Found | undefined => {
  const wanted = bare(content)
  const message = findMessage(state, (message) => wanted !== "" && bare(fieldsOf(message).Content) === wanted)
  return message === undefined ? undefined : findMedia(state, idOf(message))
}
