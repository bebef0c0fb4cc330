import { Cookies, HttpClientRequest, type HttpClientResponse } from "@effect/platform"
import { Effect, Ref, Schema } from "effect"
import { createHash } from "node:crypto"
import type { SimulatorOptions } from "../../../src/simulator/world/Options.ts"
import { baseRequest, type Keys, open, userName } from "./Browser.ts"

/** Clients cut files into pieces of this size. */
const PIECE = 512 * 1024

const Answer = Schema.parseJson(
  Schema.Struct(
    { BaseResponse: Schema.Struct({ Ret: Schema.Int, ErrMsg: Schema.String }) },
    { key: Schema.String, value: Schema.Unknown }
  )
)

const answerOf = (response: HttpClientResponse.HttpClientResponse) =>
  Effect.flatMap(response.text, Schema.decode(Answer))

/** A form for one piece of a file; `file` is what it holds. */
export const form = (fields: Readonly<Record<string, string>>, name: string, file: Uint8Array) => {
  const data = new FormData()
  for (const [key, value] of Object.entries(fields)) data.append(key, value)
  data.append("filename", new Blob([Uint8Array.from(file)]), name)
  return data
}

/** A file of bytes that are all different from place to place. */
export const bytesOf = (size: number, seed = 1): Uint8Array =>
  Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8) * seed + seed) & 0xff)

/** Stands for bytes where they are compared: quicker by far than byte by byte. */
export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex")

/** A simulator, a client that is logged in, and the calls for media. */
export const openMedia = (options?: SimulatorOptions) =>
  Effect.gen(function* () {
    const opened = yield* open(options)
    const { browser, control, origin } = opened
    const keys = yield* browser.logIn
    const first = yield* browser.sync(keys, keys.SyncKey)
    const state = yield* control.state()
    const dataTicket = Cookies.toRecord(yield* Ref.get(browser.cookies))["webwx_data_ticket"] ?? ""
    const web = "/cgi-bin/mmwebwx-bin"

    const fields = (of: Keys, total: number, id: string) => ({
      id: "WU_FILE_0",
      mediatype: "doc",
      uploadmediarequest: JSON.stringify({
        UploadType: 2,
        BaseRequest: baseRequest(of),
        ClientMediaId: id,
        TotalLen: total,
        StartPos: 0,
        DataLen: total,
        MediaType: 4,
        FromUserName: of.me,
        ToUserName: "filehelper"
      }),
      webwx_data_ticket: dataTicket,
      pass_ticket: "undefined"
    })

    const post = (data: FormData) =>
      browser.execute(
        HttpClientRequest.post(new URL(`${web}/webwxuploadmedia?f=json`, origin), {
          headers: { origin: "https://wx2.qq.com" }
        }).pipe(HttpClientRequest.bodyFormData(data))
      )

    const piece = (data: FormData) => Effect.flatMap(post(data), answerOf)

    /** Uploads a file in pieces; gives the answers, of which the last has the MediaId. */
    const upload = (name: string, file: Uint8Array, id = name) => {
      const chunks = Math.max(1, Math.ceil(file.length / PIECE))
      return Effect.forEach(Array.from({ length: chunks }).keys(), (chunk) =>
        piece(
          form(
            {
              ...fields(keys, file.length, id),
              name,
              ...(chunks === 1 ? {} : { chunk: String(chunk), chunks: String(chunks) })
            },
            name,
            file.subarray(chunk * PIECE, (chunk + 1) * PIECE)
          )
        )
      )
    }

    const mediaId = (name: string, file: Uint8Array, id = name) =>
      Effect.map(upload(name, file, id), (answers) => String(answers.at(-1)?.["MediaId"]))

    const send = (call: string, to: string, msg: object, ClientMsgId = "1") =>
      Effect.flatMap(
        browser.post(
          call,
          keys,
          {
            Scene: 0,
            Msg: {
              Type: 3,
              FromUserName: keys.me,
              ToUserName: userName(state, to),
              LocalID: ClientMsgId,
              ClientMsgId,
              ...msg
            }
          },
          { pass_ticket: "pass_ticket" }
        ),
        answerOf
      )

    const fetch = (
      call: string,
      params: Readonly<Record<string, string>>,
      headers: Readonly<Record<string, string>> = {}
    ) =>
      Effect.gen(function* () {
        const response = yield* browser.get(`${web}/${call}`, { skey: keys.skey, ...params }, headers)
        const bytes = new Uint8Array(yield* response.arrayBuffer)
        return { status: response.status, headers: response.headers, bytes }
      })

    return {
      ...opened,
      dataTicket,
      fetch,
      fields,
      first,
      keys,
      mediaId,
      of: (name: string) => userName(state, name),
      piece,
      post,
      send,
      upload
    }
  })
