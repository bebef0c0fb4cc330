import { EventEmitter } from "node:events"
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { setTimeout as sleep } from "node:timers/promises"
import { friendJson, groupJson, ME, replyTo } from "./Names.ts"
import { type Certificate } from "./Tls.ts"

/*
 * WeChat, Tuling and a model with no more than the robot needs, in plain Node: the simulator, which knows every rule, would be
 * slower than what is measured.
 */

export interface Options {
  readonly friends?: number
  readonly groups?: number
  /** Of each group. */
  readonly members?: number
  /** How long the chatbots think. */
  readonly chatbotMillis?: number
  readonly tls?: Certificate | undefined
}

interface Events {
  /** A poll came. */
  readonly polled: []
  /** A text was sent to a chat. */
  readonly sent: [chat: string, text: string]
  /** So many people or groups were asked for. */
  readonly looked: [names: number]
}

export interface LightServer {
  readonly origin: string
  readonly events: EventEmitter<Events>
  /** Somebody writes, in a group when it is told; the open poll is answered. */
  readonly write: (from: string, content: string) => void
  readonly close: () => Promise<void>
}

type Answer = (response: ServerResponse, body: string) => void

/** What one fetch brings at most. */
const FETCHED_AT_MOST = 100
const POLL_HELD_MILLIS = 25_000

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ""
    request.setEncoding("utf8")
    request.on("data", (piece: string) => (text += piece))
    request.on("end", () => resolve(text))
    request.on("error", reject)
  })

/** A field of text in JSON; the bodies that come here have no escapes in those that are read. */
const fieldOf = (body: string, name: string) => new RegExp(`"${name}":"([^"]*)"`).exec(body)?.[1] ?? ""

const json = (response: ServerResponse, fields: object) => {
  response.setHeader("content-type", "application/json")
  response.end(JSON.stringify({ BaseResponse: { Ret: 0, ErrMsg: "" }, ...fields }))
}

/** Messages from one cursor to the next, and the poll that waits for one. */
const inbox = () => {
  const messages: Array<object> = []
  let poll: ServerResponse | undefined
  let fetched = 0

  const cursor = (position: number) => ({ Count: 1, List: [{ Key: 1, Val: position + 1 }] })
  const heard = (response: ServerResponse, selector: number) =>
    response.end(`window.synccheck={retcode:"0",selector:"${selector}"}`)
  const answerPoll = (selector: number) => {
    const waiting = poll
    poll = undefined
    if (waiting !== undefined) heard(waiting, selector)
  }

  return {
    now: () => cursor(messages.length),
    add: (message: object) => {
      messages.push({ ...message, MsgId: String(7_000_000_000_000_000_000n + BigInt(messages.length)) })
      answerPoll(2)
    },
    poll: (response: ServerResponse) => {
      if (messages.length > fetched) {
        heard(response, 2)
        return
      }
      poll = response
      const held = setTimeout(() => answerPoll(0), POLL_HELD_MILLIS)
      response.on("close", () => {
        clearTimeout(held)
        if (poll === response) poll = undefined
      })
    },
    fetch: (response: ServerResponse, body: string) => {
      const from = Number(/"Val":(\d+)/.exec(body)?.[1] ?? 1) - 1
      fetched = Math.min(messages.length, from + FETCHED_AT_MOST)
      json(response, {
        AddMsgList: messages.slice(from, fetched),
        ModContactList: [],
        DelContactList: [],
        ContinueFlag: fetched < messages.length ? 1 : 0,
        SyncKey: cursor(fetched),
        SyncCheckKey: cursor(fetched)
      })
    }
  }
}

const tuling =
  (chatbotMillis: number): Answer =>
  async (response, body) => {
    if (chatbotMillis > 0) await sleep(chatbotMillis)
    json(response, {
      intent: { code: 10004 },
      results: [{ groupType: 0, resultType: "text", values: { text: replyTo(fieldOf(body, "text")) } }]
    })
  }

/** What is asked stands in the last message. */
const model =
  (chatbotMillis: number): Answer =>
  async (response, body) => {
    if (chatbotMillis > 0) await sleep(chatbotMillis)
    const question = fieldOf(body.slice(body.lastIndexOf('"content":')), "content")
    json(response, {
      id: "chatcmpl-1",
      object: "chat.completion",
      created: secondsNow(),
      model: "bench",
      choices: [
        { index: 0, message: { role: "assistant", content: replyTo(question) }, finish_reason: "stop" }
      ],
      usage: { prompt_tokens: 300, completion_tokens: 10, total_tokens: 310 }
    })
  }

const secondsNow = () => Math.floor(Date.now() / 1000)

/** Listens on a free port of 127.0.0.1. */
export const startLightServer = async (options: Options): Promise<LightServer> => {
  const { chatbotMillis = 0, friends = 0, groups = 0, members = 0, tls } = options
  const events = new EventEmitter<Events>()
  const { add, fetch, now, poll } = inbox()

  const answers: Record<string, Answer> = {
    jslogin: (response) => response.end('window.QRLogin.code = 200; window.QRLogin.uuid = "bench==";'),
    login: (response) =>
      response.end(
        `window.code=200;window.redirect_uri="${origin}/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t&uuid=u";`
      ),
    webwxnewloginpage: (response) =>
      response.end(
        "<error><ret>0</ret><message>OK</message><skey>k</skey><wxsid>s</wxsid><wxuin>1</wxuin><pass_ticket>p</pass_ticket></error>"
      ),
    webwxinit: (response) =>
      json(response, {
        User: { UserName: ME, NickName: "Me" },
        SyncKey: now(),
        ContactList: [],
        ChatSet: "",
        SKey: "k",
        SystemTime: secondsNow()
      }),
    webwxstatusnotify: (response) => json(response, { MsgID: "1" }),
    webwxgetcontact: (response) =>
      json(response, { MemberList: Array.from({ length: friends }, (_, n) => friendJson(n)), Seq: 0 }),
    webwxbatchgetcontact: (response, body) => {
      const asked = [...body.matchAll(/"UserName":"@@group(\d+)"/g)].map(([, n]) => Number(n))
      json(response, { ContactList: asked.filter((n) => n < groups).map((n) => groupJson(n, members)) })
      events.emit("looked", asked.length)
    },
    synccheck: (response) => {
      poll(response)
      events.emit("polled")
    },
    webwxsync: fetch,
    webwxsendmsg: (response, body) => {
      json(response, { MsgID: "1", LocalID: "1" })
      events.emit("sent", fieldOf(body, "ToUserName"), fieldOf(body, "Content"))
    },
    v2: tuling(chatbotMillis),
    completions: model(chatbotMillis)
  }

  const answer: RequestListener = async (request, response) => {
    const endpoint = new URL(request.url ?? "/", "http://x").pathname.split("/").at(-1) ?? ""
    const body = await bodyOf(request)
    const known = answers[endpoint]
    if (known === undefined) response.writeHead(404).end()
    else known(response, body)
  }
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer)
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4_096, resolve))
  const address = server.address()
  const port = address !== null && typeof address === "object" ? address.port : 0
  const origin = `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}`

  return {
    origin,
    events,
    write: (from, Content) =>
      add({ FromUserName: from, ToUserName: ME, MsgType: 1, Content, CreateTime: secondsNow() }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

/** Listens while `use` goes on. */
export const withLightServer = async <A>(options: Options, use: (server: LightServer) => Promise<A>) => {
  const server = await startLightServer(options)
  try {
    return await use(server)
  } finally {
    await server.close()
  }
}
