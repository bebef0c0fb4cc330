import { Schema } from "effect"
import type { TulingAnswer } from "../world/answers/TulingAnswer.ts"
import { endpoint, type Question, refusal, type Version } from "./Tuling.ts"
import { smallTalk } from "./SmallTalk.ts"

/** The code of an answer when none is set. */
const TEXT_CODE = 10_004
/** In the text of a question. */
const CHARACTERS_AT_MOST = 128

const Text = Schema.optionalWith(Schema.String, { default: () => "" })

const Body = Schema.transform(
  Schema.Struct({
    perception: Schema.Struct({ inputText: Schema.Struct({ text: Text }) }),
    userInfo: Schema.Struct({ apiKey: Text, userId: Text, groupId: Text })
  }),
  Schema.typeSchema(
    Schema.Struct({ key: Schema.String, text: Schema.String, userId: Schema.String, groupId: Schema.String })
  ),
  {
    strict: true,
    decode: ({ perception, userInfo }): Question => ({
      key: userInfo.apiKey,
      text: perception.inputText.text,
      userId: userInfo.userId,
      groupId: userInfo.groupId
    }),
    encode: ({ groupId, key, text, userId }) => ({
      perception: { inputText: { text } },
      userInfo: { apiKey: key, userId, groupId }
    })
  }
)

const refuse = ({ groupId, text, userId }: Question): TulingAnswer | undefined => {
  if (!/^[A-Za-z0-9]{1,32}$/.test(userId)) return { code: 4400, text: "没有合法的userid" }
  if (groupId.length > 64) return { code: 4000, text: "请求参数格式错误" }
  if (text.trim() === "") return { code: 4600, text: "输入为空" }
  return Array.from(text).length > CHARACTERS_AT_MOST
    ? { code: 4602, text: "输入文本内容超长（上限150）" }
    : undefined
}

const code = (answer: TulingAnswer) => answer.code ?? TEXT_CODE

const results = ({ news, text, url }: TulingAnswer) => [
  ...(url === undefined ? [] : [{ groupType: 1, resultType: "url", values: { url } }]),
  ...(news === undefined
    ? []
    : [
        {
          groupType: 1,
          resultType: "news",
          values: {
            news: news.map(({ title, url }) => ({ name: title, info: "", icon: "", detailurl: url }))
          }
        }
      ]),
  ...(text === undefined
    ? []
    : [{ groupType: url === undefined && news === undefined ? 0 : 1, resultType: "text", values: { text } }])
]

const version: Version<typeof Body.Encoded> = {
  version: 2,
  body: Body,
  malformed: { code: 4000, text: "请求参数格式错误" },
  wrongKey: { code: 4007, text: "apikey不合法" },
  refuse,
  answer: ({ text }) => ({ text: smallTalk(text) }),
  code,
  write: (answer) => {
    const all = results(answer)
    const intent = { code: code(answer), intentName: "", actionName: "" }
    return all.length === 0 ? { intent: { code: intent.code } } : { intent, results: all }
  }
}

/** POST `/openapi/api/v2`. `results` is missing when there are none, as in errors that are only a code. */
export const tulingV2 = endpoint(version)

/** Refuses a question in version 2. */
export const tulingV2Refusal = refusal(version)
