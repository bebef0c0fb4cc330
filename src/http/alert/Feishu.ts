import { createHmac } from "node:crypto"
import { Option, Redacted, Schema } from "effect"
import { textOf } from "../../domain/Alert.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type AlertForm, byCode, lastSegment, type Target } from "./AlertForm.ts"

const Said = Schema.fromKey(Lenient.text, "msg")

/** `StatusCode` is of earlier days, and 0 also in refusals: it counts only where there is no `code`. */
const Answer = Schema.Union(
  Schema.Struct({ code: Lenient.requiredInt, said: Said }),
  Schema.Struct({
    code: Schema.fromKey(Schema.propertySignature(Lenient.requiredInt), "StatusCode"),
    said: Schema.fromKey(Lenient.text, "StatusMessage")
  })
)

/** What others sign is the key here, and signed is nothing. The time is in seconds. */
const signature = ({ now, secret }: Target) =>
  Option.match(secret, {
    onNone: () => ({}),
    onSome: (secret) => {
      const timestamp = String(Math.floor(now / 1000))
      const sign = createHmac("sha256", `${timestamp}\n${Redacted.value(secret)}`).digest("base64")
      return { timestamp, sign }
    }
  })

/** 飞书, and Lark: the robot of a group. */
export const feishu: AlertForm = {
  example: "https://open.feishu.cn/open-apis/bot/v2/hook/your-key",
  fits: (url) => !["", "hook"].includes(lastSegment(url)),
  signs: true,
  request: (notice, target) => {
    const { lines, title } = textOf(notice)
    return {
      url: target.url,
      body: { ...signature(target), msg_type: "text", content: { text: [title, ...lines].join("\n") } }
    }
  },
  refusal: byCode(Answer, 0)
}
