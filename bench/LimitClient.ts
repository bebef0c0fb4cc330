import { Agent, request } from "node:http"
import { Agent as TlsAgent, request as tlsRequest } from "node:https"

/*
 * What Node can do at best: a client that polls, fetches, asks the chatbot and sends over connections that stay, each
 * chat in order. It knows no rules, keeps no journal, and forgets all when it ends. Never to be used for anything else.
 */

const ORIGIN = process.env["WECHAT_ORIGIN"] ?? ""
const isTls = ORIGIN.startsWith("https:")
const send = isTls ? tlsRequest : request
const agent = isTls ? new TlsAgent({ keepAlive: true }) : new Agent({ keepAlive: true })

interface Sync {
  readonly AddMsgList: ReadonlyArray<{ readonly FromUserName: string; readonly Content: string }>
  readonly SyncKey: object
  readonly ContinueFlag: number
}

const call = (path: string, body?: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const outgoing = send(ORIGIN + path, { agent, method: body === undefined ? "GET" : "POST" }, (answer) => {
      let text = ""
      answer.setEncoding("utf8")
      answer.on("data", (piece: string) => (text += piece))
      answer.on("end", () => resolve(text))
      answer.on("error", reject)
    })
    outgoing.on("error", reject)
    outgoing.end(body === undefined ? undefined : JSON.stringify(body))
  })

const reply = async (chat: string, question: string) => {
  const answer: { readonly results: ReadonlyArray<{ readonly values: { readonly text: string } }> } =
    JSON.parse(await call("/openapi/api/v2", { perception: { inputText: { text: question } } }))
  const Content = answer.results[0]?.values.text
  await call("/cgi-bin/mmwebwx-bin/webwxsendmsg", { Msg: { ToUserName: chat, Content } })
}

/** The last reply of each chat that has one under way. */
const lanes = new Map<string, Promise<void>>()

const take = (chat: string, text: string) => {
  if (chat.startsWith("@@") && !text.includes("@Me\u2005")) return
  const before = lanes.get(chat)
  const lane = before === undefined ? reply(chat, text) : before.then(() => reply(chat, text))
  lanes.set(chat, lane)
  void lane.then(() => lanes.get(chat) === lane && lanes.delete(chat))
}

// else no exit is told to what measures it
process.on("SIGTERM", () => process.exit())

await call("/jslogin")
await call("/cgi-bin/mmwebwx-bin/login")
await call("/cgi-bin/mmwebwx-bin/webwxnewloginpage")
const start: Sync = JSON.parse(await call("/cgi-bin/mmwebwx-bin/webwxinit", {}))
let { SyncKey } = start
for (let more = false; ;) {
  if (!more && (await call("/cgi-bin/mmwebwx-bin/synccheck")).includes('selector:"0"')) continue
  const news: Sync = JSON.parse(await call("/cgi-bin/mmwebwx-bin/webwxsync", { SyncKey }))
  for (const { Content, FromUserName } of news.AddMsgList) take(FromUserName, Content)
  SyncKey = news.SyncKey
  more = news.ContinueFlag !== 0
}
