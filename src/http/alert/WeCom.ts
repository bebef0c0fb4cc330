import { Schema } from "effect"
import { textOf } from "../../domain/Alert.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type AlertForm, byCode } from "./AlertForm.ts"

/** WeCom and DingTalk answer alike, with status 200 whatever they say. */
export const ErrCode = Schema.Struct({
  code: Schema.fromKey(Schema.propertySignature(Lenient.requiredInt), "errcode"),
  said: Schema.fromKey(Lenient.text, "errmsg")
})

/** 企业微信: the robot of a group. */
export const weCom: AlertForm = {
  example: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=your-key",
  fits: ({ searchParams }) => (searchParams.get("key") ?? "") !== "",
  signs: false,
  request: (notice, { url }) => {
    const { lines, title } = textOf(notice)
    return { url, body: { msgtype: "text", text: { content: [title, ...lines].join("\n") } } }
  },
  refusal: byCode(ErrCode, 0)
}
