import { Schema } from "effect"
import type { TulingAnswer } from "../world/answers/TulingAnswer.ts"
import { endpoint, type Question, refusal, type Version } from "./Tuling.ts"
import { smallTalk } from "./SmallTalk.ts"

const TEXT_CODE = 100_000
const LINK_CODE = 200_000
const NEWS_CODE = 302_000

const Body = Schema.transform(
  Schema.Struct({
    key: Schema.optionalWith(Schema.String, { default: () => "" }),
    info: Schema.optionalWith(Schema.String, { default: () => "" }),
    userid: Schema.optionalWith(Schema.String, { default: () => "" })
  }),
  Schema.typeSchema(
    Schema.Struct({ key: Schema.String, text: Schema.String, userId: Schema.String, groupId: Schema.String })
  ),
  {
    strict: true,
    decode: ({ info, key, userid }): Question => ({ key, text: info, userId: userid, groupId: "" }),
    encode: ({ key, text, userId }) => ({ key, info: text, userid: userId })
  }
)

/** Version 1 writes its own answers as HTML: tags, entities, and no-break spaces. */
const html = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(" ", "\u00a0").replaceAll("\n", "<br>")

const code = ({ code, news, url }: TulingAnswer) => {
  if (code !== undefined) return code
  if (news !== undefined) return NEWS_CODE
  return url === undefined ? TEXT_CODE : LINK_CODE
}

const version: Version<typeof Body.Encoded> = {
  version: 1,
  body: Body,
  malformed: { code: 40007, text: "数据格式异常" },
  wrongKey: { code: 40001, text: "参数key错误" },
  refuse: ({ text }) => (text.trim() === "" ? { code: 40002, text: "请求内容info为空" } : undefined),
  answer: ({ text }) => ({ text: html(smallTalk(text)) }),
  code,
  write: (answer) => ({
    code: code(answer),
    text: answer.text ?? "",
    ...(answer.url === undefined ? {} : { url: answer.url }),
    ...(answer.news === undefined
      ? {}
      : {
          list: answer.news.map(({ title, url }) => ({
            article: title,
            source: "",
            icon: "",
            detailurl: url
          }))
        })
  })
}

/** POST `/openapi/api`. An error comes with a sentence in `text`, which no client should send to a person. */
export const tulingV1 = endpoint(version)

/** Refuses a question in version 1. */
export const tulingV1Refusal = refusal(version)
