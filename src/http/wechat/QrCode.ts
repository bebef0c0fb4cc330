import { Effect, Redacted } from "effect"
import { BadAnswer } from "../Errors.ts"
import { qrHost } from "./Hosts.ts"
import { WechatClient } from "./WechatClient.ts"

const endpoint = "qrcode"

/** WeChat's own picture of a QR code. The robot draws its own for people, but loads this one as a browser does. */
export class QrCode extends Effect.Service<QrCode>()("http/QrCode", {
  effect: Effect.gen(function* () {
    const wechat = yield* WechatClient

    /** The picture, of up to 1 MB, in a format that the server chooses (JPEG as far as known). */
    const image = Effect.fnUntraced(function* (uuid: Redacted.Redacted) {
      const { bytes } = yield* wechat.send({
        endpoint,
        host: qrHost,
        path: `/qrcode/${encodeURIComponent(Redacted.value(uuid))}`,
        shownPath: "/qrcode/{uuid}",
        maxBytes: 1024 * 1024
      })
      if (bytes.length === 0) return yield* new BadAnswer({ endpoint, issue: "body is empty" })
      return bytes
    })

    return { image } as const
  })
}) {}
