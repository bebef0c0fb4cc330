import { createHmac } from "node:crypto"
import { Option, Redacted } from "effect"
import { textOf } from "../../domain/Alert.ts"
import { type AlertForm, byCode, type Target } from "./AlertForm.ts"
import { ErrCode } from "./WeCom.ts"

/** The secret is the key, and also a part of what is signed. The time is in milliseconds. */
const signature = (secret: string, now: number) =>
  createHmac("sha256", secret).update(`${now}\n${secret}`).digest("base64")

const signed = ({ now, secret, url }: Target): URL =>
  Option.match(secret, {
    onNone: () => url,
    onSome: (secret) => {
      const signed = new URL(url)
      signed.searchParams.set("timestamp", String(now))
      signed.searchParams.set("sign", signature(Redacted.value(secret), now))
      return signed
    }
  })

/** 钉钉: the robot of a group. */
export const dingTalk: AlertForm = {
  example: "https://oapi.dingtalk.com/robot/send?access_token=your-token",
  fits: ({ searchParams }) => (searchParams.get("access_token") ?? "") !== "",
  signs: true,
  request: (notice, target) => {
    const { lines, title } = textOf(notice)
    return {
      url: signed(target),
      body: { msgtype: "text", text: { content: [title, ...lines].join("\n") } }
    }
  },
  refusal: byCode(ErrCode, 0)
}
