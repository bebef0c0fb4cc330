import { encodeText, encodeOwn, uriComponent } from "../wechat/wire/Content.ts"
import type { Fields } from "../world/Events.ts"
import type { SentMedia } from "../world/Records.ts"

const file = ({ MediaId, fileName, size }: SentMedia): Fields => ({
  FileName: encodeText(fileName),
  FileSize: String(size),
  MediaId,
  EncryFileName: uriComponent(fileName)
})

/** What was sent as an `AddMsg`, for `echo`. Without media it is an app message of the type that the client named. */
export const sentFields = (media: SentMedia | undefined, content: string, type: number): Fields => {
  switch (media?.kind) {
    case "picture":
      return {
        MsgType: 3,
        Content: encodeOwn(
          `<?xml version="1.0"?>\n<msg>\n<img length="${media.size}" hdlength="0" md5="${media.md5}" />\n</msg>`
        ),
        ImgStatus: 2
      }
    case "video":
      return {
        MsgType: 43,
        Content: encodeOwn(`<msg><videomsg length="${media.size}" md5="${media.md5}" playlength="0" /></msg>`)
      }
    case "sticker":
      return {
        MsgType: 47,
        Content: encodeOwn(`<msg><emoji md5="${media.md5}" len="${media.size}" /></msg>`)
      }
    case "file":
    case undefined:
      return {
        MsgType: 49,
        AppMsgType: type,
        Content: encodeOwn(`<msg>${content}</msg>`),
        ...(media === undefined ? {} : file(media))
      }
  }
}
