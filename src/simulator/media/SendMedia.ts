import { Clock, Effect, Option, Schema } from "effect"
import { createHash } from "node:crypto"
import * as Response from "../wechat/wire/Response.ts"
import { accept, canReceive, NOT_A_FRIEND } from "../wechat/Send.ts"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../wechat/SessionCall.ts"
import { ME } from "../world/People.ts"
import type { SentMedia } from "../world/Records.ts"
import { contactOf, type State, userNameOf } from "../world/State.ts"
import { World } from "../world/World.ts"
import { type Found, findByContent, findMedia } from "./Find.ts"
import { sentFields } from "./SentFields.ts"

const Id = Schema.Union(Schema.String, Schema.Number)
const Text = Schema.optionalWith(Schema.String, { default: () => "" })

const Msg = Schema.Struct({
  Type: Schema.Int,
  FromUserName: Schema.String,
  ToUserName: Schema.String,
  LocalID: Id,
  ClientMsgId: Id,
  /** That of an upload. */
  MediaId: Text,
  /** XML: of a file, or of a message that is passed on. */
  Content: Text,
  /** A sticker that the servers know. */
  EMoticonMd5: Text
})
type Msg = typeof Msg.Type

const Body = Schema.Struct({ BaseRequest, Scene: Schema.optional(Schema.Number), Msg })

const wrong = new Refused({ Ret: PARAM_ERROR })

const describe = (kind: SentMedia["kind"], { bytes, fileName, id }: Found): SentMedia => ({
  kind,
  MediaId: id,
  fileName,
  size: bytes.length,
  md5: createHash("md5").update(bytes).digest("hex")
})

/** What a picture, a video or a sticker is made of: an upload, or what belongs to an earlier message. */
const mediaOf = (kind: "picture" | "video" | "sticker") => (state: State, msg: Msg) => {
  if (kind === "sticker" && msg.MediaId === "" && msg.EMoticonMd5 !== "") {
    return Effect.succeedSome({ kind, MediaId: "", fileName: "", size: 0, md5: msg.EMoticonMd5 })
  }
  const found = msg.MediaId === "" ? findByContent(state, msg.Content) : findMedia(state, msg.MediaId)
  return found === undefined ? wrong : Effect.succeedSome(describe(kind, found))
}

/** An app message is a file if it has an `attachid`; a link has none, and no media. */
const attachment = (state: State, { Content }: Msg) => {
  const id = /<attachid>([^<]*)<\/attachid>/.exec(Content)?.[1]?.trim() ?? ""
  if (Content === "") return wrong
  if (id === "") return Effect.succeedNone
  const found = findMedia(state, id)
  return found === undefined ? wrong : Effect.succeedSome(describe("file", found))
}

/** Refuses the calls that send media. */
export const sendMediaRefusal = refusal({ MsgID: "", LocalID: "" })

const sending = (mediaIn: (state: State, msg: Msg) => Effect.Effect<Option.Option<SentMedia>, Refused>) =>
  Effect.gen(function* () {
    const world = yield* World
    const { body, session } = yield* readPost(Body, "ignored")
    const { ClientMsgId, Content, FromUserName, LocalID, ToUserName } = body.Msg
    const state = yield* world.state
    if (FromUserName !== userNameOf(state, session)(ME)) return yield* wrong
    const target = contactOf(state, session, ToUserName)
    if (target === undefined || !canReceive(target, world.options.selfChat)) {
      return yield* new Refused({ Ret: NOT_A_FRIEND })
    }
    const media = Option.getOrUndefined(yield* mediaIn(state, body.Msg))
    const said = yield* world.message({
      chat: target.name,
      speaker: ME,
      fields: () => sentFields(media, Content, body.Msg.Type),
      override: {},
      length: Content.length,
      ...(media === undefined ? {} : { media: { MediaId: media.MediaId, made: false } })
    })
    const at = yield* Clock.currentTimeMillis
    const MsgID = yield* world.modify(
      accept(said, {
        at,
        ClientMsgId: String(ClientMsgId),
        ToUserName,
        to: target.name,
        text: Content,
        ...(media === undefined ? {} : { media })
      })
    )
    return Response.json({ ...Response.base(0), MsgID, LocalID: String(LocalID) })
  }).pipe(orRefusal(sendMediaRefusal))

/** POST `webwxsendmsgimg`: a picture. */
export const webwxsendmsgimg = sending(mediaOf("picture"))

/** POST `webwxsendvideomsg`: a video. */
export const webwxsendvideomsg = sending(mediaOf("video"))

/** POST `webwxsendemoticon`: a sticker, uploaded or known by its MD5. */
export const webwxsendemoticon = sending(mediaOf("sticker"))

/** POST `webwxsendappmsg`: a file, or another app message. */
export const webwxsendappmsg = sending(attachment)
