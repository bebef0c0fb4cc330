import { Schema } from "effect"
import { textOf } from "../../domain/Alert.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type AlertForm, byCode, lastSegment } from "./AlertForm.ts"

const Answer = Schema.Struct({
  code: Lenient.requiredInt,
  said: Schema.fromKey(Lenient.text, "message")
})

/** Server酱, both Turbo and the third one: a title, and a description in Markdown. */
export const serverChan: AlertForm = {
  example: "https://sctapi.ftqq.com/your-key.send",
  fits: (url) => /.\.send$/.test(lastSegment(url)),
  signs: false,
  request: (notice, { url }) => {
    const { lines, title } = textOf(notice)
    // in Markdown only an empty line begins a new one
    return { url, body: { title, desp: lines.join("\n\n") } }
  },
  refusal: byCode(Answer, 0)
}
