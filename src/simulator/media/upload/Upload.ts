import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { Clock, Effect, Schema } from "effect"
import { createHash } from "node:crypto"
import { Accounts } from "../../accounts/Accounts.ts"
import { uriComponent } from "../../wechat/wire/Content.ts"
import * as Response from "../../wechat/wire/Response.ts"
import {
  BaseRequest,
  INVALID_SESSION,
  NO_SESSION,
  PARAM_ERROR,
  refusal,
  Refused
} from "../../wechat/SessionCall.ts"
import {
  FILE_AT_MOST,
  type HeldFile,
  sizeOf,
  withFile,
  withoutHalf,
  withPart
} from "../../world/media/Shelf.ts"
import * as Recent from "../../world/Recent.ts"
import type { Session, State } from "../../world/State.ts"
import { World } from "../../world/World.ts"
import { type Form, readForm } from "./Form.ts"
import type { NotTaken } from "./Intake.ts"

/** No client's ids or names are nearly as long, and they are held as well as the bytes. */
const NAME_AT_MOST = 1024

const Name = Schema.String.pipe(Schema.maxLength(NAME_AT_MOST))
const Id = Schema.Union(Name, Schema.Number)

/** The JSON in the field `uploadmediarequest`: the same with each piece of a file. */
const UploadRequest = Schema.parseJson(
  Schema.Struct({
    BaseRequest,
    ClientMediaId: Id,
    TotalLen: Schema.Int.pipe(Schema.between(1, FILE_AT_MOST)),
    ToUserName: Schema.optional(Schema.String)
  })
)
type UploadRequest = typeof UploadRequest.Type

/** Which piece it is, and of how many: a file in one piece does not say. */
const Piece = Schema.Struct({
  chunk: Schema.optionalWith(Schema.NumberFromString.pipe(Schema.int(), Schema.nonNegative()), {
    default: () => 0
  }),
  chunks: Schema.optionalWith(Schema.NumberFromString.pipe(Schema.int(), Schema.between(1, 4096)), {
    default: () => 1
  })
}).pipe(Schema.filter(({ chunk, chunks }) => chunk < chunks))

/** A piece of a file, as a form brings it. */
interface Brought {
  readonly request: UploadRequest
  readonly chunk: number
  readonly chunks: number
  readonly fileName: string
  readonly bytes: Uint8Array
}

const wrong = new Refused({ Ret: PARAM_ERROR })

/** Reads a form; the cookies may be missing, as its `webwx_data_ticket` does their service. */
const read = ({ fields, file }: Form) =>
  Effect.gen(function* () {
    const request = yield* Schema.decodeUnknown(UploadRequest)(fields.get("uploadmediarequest"))
    const piece = yield* Schema.decodeUnknown(Piece)(Object.fromEntries(fields))
    const bytes = yield* Effect.fromNullable(file?.bytes)
    const fileName = yield* Schema.decodeUnknown(Name)(fields.get("name") ?? file?.name ?? "")
    return { ...piece, request, fileName, bytes }
  }).pipe(Effect.mapError(() => wrong))

/** The world of the account with this number: an upload may come with no other sign of whose it is. */
const numbered = (uin: number) =>
  Effect.gen(function* () {
    const { all } = yield* Accounts
    const world = (yield* all).find(({ account }) => account.uin === uin)
    return world === undefined ? yield* new Refused({ Ret: NO_SESSION }) : world
  })

/** The session of an upload, by the data ticket and by `BaseRequest`. */
const sessionOf = (state: State, ticket: string, { Sid, Skey, Uin }: UploadRequest["BaseRequest"]) => {
  const session = state.sessions.find(({ sid, uin }) => sid === Sid && uin === Uin)
  if (session === undefined) return new Refused({ Ret: NO_SESSION })
  if (session.ended !== null) return new Refused({ Ret: session.ended })
  const right = session.skey === Skey && session.dataTicket === ticket
  return right ? Effect.succeed(session) : new Refused({ Ret: INVALID_SESSION })
}

const fileOf = (MediaId: string, fileName: string, pieces: Iterable<Uint8Array>): HeldFile => {
  const bytes = Buffer.concat(Array.from(pieces))
  return { MediaId, fileName, md5: createHash("md5").update(bytes).digest("hex"), bytes }
}

/** What a piece leads to: it is wrong, more are to come, or it was the last. */
type Outcome = { readonly _tag: "Wrong" } | { readonly _tag: "More" | "Whole"; readonly StartPos: number }

const WRONG: Outcome = { _tag: "Wrong" }

/** Takes in a piece. With the last one the file must be all there, in just the length that was announced. */
const take =
  (session: Session, { bytes, chunk, chunks, fileName, request }: Brought, MediaId: string, at: number) =>
  (state: State): readonly [Outcome, State] => {
    const key = `${session.order}/${request.ClientMediaId}`
    const withThis = withPart(state.shelf, key, chunk, bytes)
    const parts = withThis.halves.get(key)?.parts ?? new Map<number, Uint8Array>()
    const size = sizeOf(parts)
    const shelf = withoutHalf(withThis, key)
    if (size > request.TotalLen) return [WRONG, { ...state, shelf }]
    if (chunk < chunks - 1)
      return [
        { _tag: "More", StartPos: size },
        { ...state, shelf: withThis }
      ]
    if (parts.size !== chunks || size !== request.TotalLen) return [WRONG, { ...state, shelf }]
    const inOrder = Array.from(parts).sort(([one], [other]) => one - other)
    const file = fileOf(
      MediaId,
      fileName,
      inOrder.map(([, part]) => part)
    )
    const order = Recent.countOf(state.uploaded) + 1
    const entry = { order, at, MediaId, fileName, size, md5: file.md5 }
    const uploaded = Recent.withMore(state.uploaded, [entry], ({ fileName }) => fileName.length)
    return [
      { _tag: "Whole", StartPos: size },
      { ...state, shelf: withFile(shelf, file), uploaded }
    ]
  }

/** A `MediaId` as the service gives them. */
export const newMediaId = Effect.flatMap(World, ({ ids }) =>
  Effect.map(
    Effect.all([ids.token(8), ids.token(64)]),
    ([place, key]) => `@crypt_${place.toLowerCase()}_${key}`
  )
)

const rest = { MediaId: "", StartPos: 0, CDNThumbImgHeight: 0, CDNThumbImgWidth: 0, EncryFileName: "" }

/** Refuses `webwxuploadmedia`. */
export const webwxuploadmediaRefusal = refusal(rest)

const reasons: Readonly<Record<NotTaken["status"], string>> = {
  400: "the form is not all there",
  408: "the form took too long",
  413: "the form is too large",
  503: "too much comes at once"
}

const upload = Effect.gen(function* () {
  const form = yield* readForm
  const brought = yield* read(form)
  const world = yield* numbered(brought.request.BaseRequest.Uin)
  const ticket = form.fields.get("webwx_data_ticket") ?? ""
  const session = yield* sessionOf(yield* world.state, ticket, brought.request.BaseRequest)
  const MediaId = yield* newMediaId
  const outcome = yield* world.modify(take(session, brought, MediaId, yield* Clock.currentTimeMillis))
  if (outcome._tag === "Wrong") return yield* wrong
  const EncryFileName = uriComponent(brought.fileName)
  const whole = outcome._tag === "Whole" ? { MediaId, EncryFileName } : {}
  return Response.json({ ...Response.base(0), ...rest, StartPos: outcome.StartPos, ...whole })
}).pipe(
  Effect.catchTags({
    Refused: ({ Ret }) => Effect.succeed(webwxuploadmediaRefusal(Ret)),
    NotTaken: ({ status }) => Effect.succeed(HttpServerResponse.text(reasons[status], { status }))
  })
)

/** Lets a page of another host read the answer: the file host is another one than the page's. */
const shared = (response: HttpServerResponse.HttpServerResponse) =>
  Effect.map(HttpServerRequest.HttpServerRequest, ({ headers }) =>
    HttpServerResponse.setHeaders(response, {
      "access-control-allow-origin": headers["origin"] ?? "*",
      "access-control-allow-credentials": "true"
    })
  )

/** POST `webwxuploadmedia`: takes a file in pieces; the answer to the last one has its `MediaId`. */
export const webwxuploadmedia = Effect.flatMap(upload, shared)

/** OPTIONS of the same: browsers ask before they send the first piece. */
export const uploadOptions = Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) =>
  Effect.map(shared(HttpServerResponse.empty({ status: 200 })), (response) =>
    HttpServerResponse.setHeaders(response, {
      "access-control-allow-methods": "POST, GET, OPTIONS",
      "access-control-allow-headers": headers["access-control-request-headers"] ?? "Content-Type"
    })
  )
)
