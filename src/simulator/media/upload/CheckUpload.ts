import { Effect, Schema } from "effect"
import { uriComponent } from "../../wechat/wire/Content.ts"
import * as Response from "../../wechat/wire/Response.ts"
import { BaseRequest, orRefusal, PARAM_ERROR, readPost, refusal, Refused } from "../../wechat/SessionCall.ts"
import { FILE_AT_MOST } from "../../world/media/Shelf.ts"
import { World } from "../../world/World.ts"

const Body = Schema.Struct({
  BaseRequest,
  FileMd5: Schema.String,
  FileName: Schema.String,
  FileSize: Schema.Int,
  FileType: Schema.Int,
  FromUserName: Schema.String,
  ToUserName: Schema.String
})

const rest = { MediaId: "", AESKey: "", Signature: "", EncryFileName: "" }

/** Refuses `webwxcheckupload`. */
export const webwxcheckuploadRefusal = refusal(rest)

/**
 * POST `webwxcheckupload`: whether a file of more than 25 MB must be uploaded. One whose MD5 is known has a `MediaId`
 * already, the others get a key and a signature to come along with the upload.
 */
export const webwxcheckupload = Effect.gen(function* () {
  const { ids, state } = yield* World
  const { body } = yield* readPost(Body, "ignored")
  if (body.FileSize < 1 || body.FileSize > FILE_AT_MOST) return yield* new Refused({ Ret: PARAM_ERROR })
  const { files } = (yield* state).shelf
  const known = Array.from(files.values()).find(
    ({ bytes, md5 }) => md5 === body.FileMd5.toLowerCase() && bytes.length === body.FileSize
  )
  return Response.json({
    ...Response.base(0),
    MediaId: known?.MediaId ?? "",
    AESKey: yield* ids.token(32),
    Signature: yield* ids.token(64),
    EncryFileName: uriComponent(body.FileName)
  })
}).pipe(orRefusal(webwxcheckuploadRefusal))

const nothing = Response.json(Response.base(0))

/** Refuses `webwxstatreport`. */
export const webwxstatreportRefusal = refusal({})

/** POST `webwxstatreport`: what the browser did; nobody looks at it. */
export const webwxstatreport = Effect.succeed(nothing)
