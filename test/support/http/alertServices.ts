import { createHmac } from "node:crypto"
import * as Http from "node:http"
import { Effect, Predicate } from "effect"

/* The services that alerts go to, small: each demands what its documentation says (docs/alerts.md), and answers as it does. */

/** A request as a service sees it. */
export interface Seen {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Http.IncomingHttpHeaders
  /** Undefined where it is no JSON. */
  readonly body: unknown
}

interface Answer {
  readonly status?: number
  readonly body: unknown
}

export type Service = (seen: Seen) => Answer

const HOUR = 3_600_000

const fieldOf = (body: unknown, ...names: ReadonlyArray<string>): unknown =>
  names.reduce((value: unknown, name) => (Predicate.hasProperty(value, name) ? value[name] : undefined), body)

const textOf = (body: unknown, ...names: ReadonlyArray<string>): string => {
  const value = fieldOf(body, ...names)
  return typeof value === "string" ? value : ""
}

const isText = (text: string, bytes: number) => text !== "" && Buffer.byteLength(text) <= bytes

const isJson = ({ body, headers, method }: Seen) =>
  method === "POST" && body !== undefined && headers["content-type"]?.startsWith("application/json") === true

/** A program of the owner's. */
export const json: Service = () => ({ status: 204, body: undefined })

/** JSON goes to the root; a topic of letters, digits, `-` and `_`; 4,096 bytes. */
export const ntfy: Service = (seen) => {
  const good =
    isJson(seen) &&
    seen.path === "/" &&
    textOf(seen.body, "topic") === "my-topic" &&
    textOf(seen.body, "title") !== "" &&
    isText(textOf(seen.body, "message"), 4096)
  return good
    ? { body: { id: "x", event: "message" } }
    : { status: 400, body: { code: 40001, http: 400, error: "invalid request" } }
}

/** JSON goes to `/push`; a message of APNs has 4,096 bytes. */
export const bark: Service = (seen) => {
  const good =
    isJson(seen) &&
    seen.path === "/push" &&
    isText(JSON.stringify(seen.body), 4000) &&
    ["active", "timeSensitive", "passive"].includes(textOf(seen.body, "level"))
  return good && textOf(seen.body, "device_key") === "deviceKey123"
    ? { body: { code: 200, message: "success", timestamp: 1 } }
    : { body: { code: 400, message: "failed to get device token: deviceKey123 is unknown" } }
}

/** The key is in the path; a title of 32 characters, a description of 32 KB. */
export const serverChan: Service = (seen) => {
  const title = textOf(seen.body, "title")
  const good = isJson(seen) && title !== "" && Array.from(title).length <= 32
  return good && seen.path === "/SCTkey123.send" && isText(textOf(seen.body, "desp"), 32_768)
    ? { body: { code: 0, message: "", data: { pushid: "1" } } }
    : { body: { code: 40_001, message: "bad key or title" } }
}

/** The key is in the query; 2,048 bytes. */
export const weCom: Service = (seen) => {
  if (seen.path !== "/cgi-bin/webhook/send?key=wecomKey123") {
    return { body: { errcode: 93_000, errmsg: "invalid webhook url, hint: [1], key wecomKey456" } }
  }
  const good =
    isJson(seen) &&
    textOf(seen.body, "msgtype") === "text" &&
    isText(textOf(seen.body, "text", "content"), 2048)
  return { body: good ? { errcode: 0, errmsg: "ok" } : { errcode: 40_008, errmsg: "invalid message type" } }
}

const isNow = (millis: number) => Math.abs(Date.now() - millis) < HOUR

/** Signed with the secret, over the time and the secret, in the query. */
export const dingTalk =
  (secret: string): Service =>
  (seen) => {
    const query = new URL(seen.path, "http://here").searchParams
    const timestamp = query.get("timestamp") ?? ""
    const sign = createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64")
    if (query.get("access_token") !== "token123")
      return { body: { errcode: 300_001, errmsg: "no such token" } }
    if (!/^\d{13}$/.test(timestamp) || !isNow(Number(timestamp)) || query.get("sign") !== sign) {
      return { body: { errcode: 310_000, errmsg: "sign not match" } }
    }
    const good =
      isJson(seen) &&
      textOf(seen.body, "msgtype") === "text" &&
      isText(textOf(seen.body, "text", "content"), 20_000)
    return { body: good ? { errcode: 0, errmsg: "ok" } : { errcode: 400_105, errmsg: "unsupported msgtype" } }
  }

/** Signed over nothing, with the time and the secret as the key, in the body. */
export const feishu =
  (secret: string): Service =>
  (seen) => {
    const timestamp = textOf(seen.body, "timestamp")
    const sign = createHmac("sha256", `${timestamp}\n${secret}`).update("").digest("base64")
    const right = /^\d{10}$/.test(timestamp) && isNow(1000 * Number(timestamp))
    if (!right || textOf(seen.body, "sign") !== sign) {
      return { body: { StatusCode: 0, StatusMessage: "", code: 19_021, data: {}, msg: "sign match fail" } }
    }
    const good =
      isJson(seen) &&
      textOf(seen.body, "msg_type") === "text" &&
      isText(textOf(seen.body, "content", "text"), 20_000)
    return {
      body: good
        ? { StatusCode: 0, StatusMessage: "success", code: 0, data: {}, msg: "success" }
        : { code: 9499, msg: "Bad Request", data: {} }
    }
  }

/** A JSON of a request, if it is one. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const portOf = (server: Http.Server) => {
  const at = server.address()
  return typeof at === "object" && at !== null ? at.port : 0
}

/** Serves on loopback until the scope ends. `seen` holds what came, the oldest first. */
export const serving = (service: Service) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<{
        readonly server: Http.Server
        readonly seen: ReadonlyArray<Seen>
        readonly waiting: Set<() => void>
      }>((resume) => {
        const seen: Array<Seen> = []
        const waiting = new Set<() => void>()
        const server = Http.createServer((request, response) => {
          const pieces: Array<Buffer> = []
          request.on("data", (piece: Buffer) => pieces.push(piece))
          request.on("end", () => {
            const { headers, method = "", url: path = "" } = request
            const one = { method, path, headers, body: parsed(Buffer.concat(pieces).toString()) }
            seen.push(one)
            const { body, status = 200 } = service(one)
            response.writeHead(status, { "content-type": "application/json" })
            response.end(body === undefined ? "" : JSON.stringify(body))
            waiting.forEach((look) => look())
          })
        })
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ server, seen, waiting })))
      }),
      ({ server }) =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    ),
    ({ seen, server, waiting }) => ({
      seen,
      origin: `http://127.0.0.1:${portOf(server)}`,
      /** Waits until so many requests came. */
      came: (count: number) =>
        Effect.async<void>((resume) => {
          const look = () => {
            if (seen.length < count) return
            waiting.delete(look)
            resume(Effect.void)
          }
          waiting.add(look)
          look()
          return Effect.sync(() => waiting.delete(look))
        })
    })
  )
