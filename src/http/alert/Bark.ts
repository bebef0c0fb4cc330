import { Option, Schema } from "effect"
import { textOf } from "../../domain/Alert.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type AlertForm, byCode, lastSegment, withLastSegment } from "./AlertForm.ts"

const Answer = Schema.Struct({
  code: Lenient.requiredInt,
  said: Schema.fromKey(Lenient.text, "message")
})

/** Bark, of day.app or of one's own: the key of the device, which its address ends in, goes into the body. */
export const bark: AlertForm = {
  example: "https://api.day.app/your-key",
  fits: (url) => !["", "push"].includes(lastSegment(url)),
  signs: false,
  request: (notice, { url }) => {
    const { lines, title } = textOf(notice)
    return {
      url: withLastSegment(url, "push"),
      body: {
        device_key: lastSegment(url),
        title,
        body: lines.join("\n"),
        group: "weixin-robot",
        level: notice.isOver ? "active" : "timeSensitive",
        ...Option.match(notice.page, { onNone: () => ({}), onSome: (page) => ({ url: page }) })
      }
    }
  },
  refusal: byCode(Answer, 200)
}
