import { createServer, type IncomingMessage, type ServerResponse } from "node:http"

/*
 * WeChat and Tuling with no more than the robot needs, in plain Node: the simulator, which knows every rule, would be
 * slower than what is measured. It tells each request to `seen`; the bench does the rest.
 */

const ME = "@me"

export interface LightServer {
  readonly origin: string
  /** A friend writes; the open poll is answered. */
  readonly write: (friend: number, text: string) => void
  readonly close: () => Promise<void>
}

interface Options {
  readonly friends: number
  /** A request came: the last piece of its path, and its body where that is JSON. */
  readonly seen: (endpoint: string, body: string) => void
}

const base = { BaseResponse: { Ret: 0, ErrMsg: "" } }

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ""
    request.setEncoding("utf8")
    request.on("data", (piece: string) => (text += piece))
    request.on("end", () => resolve(text))
    request.on("error", reject)
  })

const nameOf = (friend: number) => `@friend${friend}`

const friendJson = (friend: number) => ({
  UserName: nameOf(friend),
  NickName: `Friend ${friend}`,
  RemarkName: "",
  VerifyFlag: 0,
  MemberCount: 0,
  MemberList: []
})

/** Listens on a free port of 127.0.0.1. */
export const startLightServer = async ({ friends, seen }: Options): Promise<LightServer> => {
  const messages: Array<object> = []
  let poll: ServerResponse | undefined
  let fetched = 0

  const cursor = (position: number) => ({ Count: 1, List: [{ Key: 1, Val: position + 1 }] })
  const json = (response: ServerResponse, fields: object) => {
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ ...base, ...fields }))
  }
  const heard = (response: ServerResponse, selector: number) =>
    response.end(`window.synccheck={retcode:"0",selector:"${selector}"}`)

  const answers: Record<string, (response: ServerResponse, body: string) => void> = {
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
        SyncKey: cursor(messages.length),
        ContactList: [],
        ChatSet: "",
        SKey: "k",
        SystemTime: Math.floor(Date.now() / 1000)
      }),
    webwxstatusnotify: (response) => json(response, { MsgID: "1" }),
    webwxgetcontact: (response) =>
      json(response, { MemberList: Array.from({ length: friends }, (_, n) => friendJson(n)), Seq: 0 }),
    webwxbatchgetcontact: (response) => json(response, { ContactList: [] }),
    synccheck: (response) => {
      if (messages.length > fetched) heard(response, 2)
      else poll = response
    },
    webwxsync: (response, body) => {
      const from = Number(/"Val":(\d+)/.exec(body)?.[1] ?? 1) - 1
      fetched = messages.length
      json(response, {
        AddMsgList: messages.slice(from),
        ModContactList: [],
        DelContactList: [],
        ContinueFlag: 0,
        SyncKey: cursor(fetched),
        SyncCheckKey: cursor(fetched)
      })
    },
    webwxsendmsg: (response) => json(response, { MsgID: "1", LocalID: "1" }),
    v2: (response) =>
      json(response, {
        intent: { code: 10004 },
        results: [{ groupType: 0, resultType: "text", values: { text: "as you say" } }]
      })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const endpoint = new URL(request.url ?? "/", "http://x").pathname.split("/").at(-1) ?? ""
    const body = await bodyOf(request)
    seen(endpoint, body)
    const known = answers[endpoint]
    if (known === undefined) response.writeHead(404).end()
    else known(response, body)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const origin = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`

  return {
    origin,
    write: (friend, text) => {
      messages.push({
        MsgId: String(7_000_000_000_000_000_000n + BigInt(messages.length)),
        FromUserName: nameOf(friend),
        ToUserName: ME,
        MsgType: 1,
        Content: text,
        CreateTime: Math.floor(Date.now() / 1000)
      })
      const waiting = poll
      poll = undefined
      if (waiting !== undefined) heard(waiting, 2)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}
