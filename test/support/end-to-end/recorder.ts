import { Effect } from "effect"
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http"

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly endpoint: string
  readonly query: URLSearchParams
  readonly body: string
  readonly setCookies: ReadonlyArray<string>
  readonly answer: string
}

/** Answers in place of the origin, to see how the client speaks of trouble; it is given the request's full address. */
export type Fault = (response: ServerResponse, url: URL) => void

const bytesOf = async (message: IncomingMessage) => {
  const chunks: Array<Uint8Array> = []
  for await (const chunk of message) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The same request at another origin. */
const forward = ({ headers, method }: IncomingMessage, url: URL, body: Uint8Array) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const options = { headers: { ...headers, host: url.host }, ...(method === undefined ? {} : { method }) }
    request(url, options, resolve).on("error", reject).end(body)
  })

/** Stands between a client and an origin until the scope ends, and keeps everything that passes. */
export const record = Effect.fnUntraced(function* (target: string) {
  const exchanges: Array<Exchange> = []
  const faults = new Map<string, Fault>()

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const url = new URL(incoming.url ?? "/", target)
    const endpoint = url.pathname.slice(url.pathname.lastIndexOf("/") + 1)
    const body = await bytesOf(incoming)
    const fault = faults.get(endpoint)
    if (fault !== undefined) {
      faults.delete(endpoint)
      return fault(response, url)
    }
    const answered = await forward(incoming, url, body)
    const answer = await bytesOf(answered)
    exchanges.push({
      endpoint,
      query: url.searchParams,
      body: body.toString(),
      setCookies: answered.headers["set-cookie"] ?? [],
      answer: answer.toString()
    })
    response.writeHead(answered.statusCode ?? 500, answered.headers).end(answer)
  }

  const server = yield* Effect.acquireRelease(
    Effect.async<ReturnType<typeof createServer>>((resume) => {
      const server = createServer((incoming, response) => {
        serve(incoming, response).catch(() => response.destroy())
      }).listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  )
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`,
    exchanges,
    /** The next request to an endpoint is answered like this. */
    fail: (endpoint: string, fault: Fault) => Effect.sync(() => faults.set(endpoint, fault))
  }
})

/** Every value in the exchanges that gives power over the account or the log-in, under its name. */
export const secretsIn = (exchanges: ReadonlyArray<Exchange>): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>()
  const add = (name: string, value: string | null | undefined) => {
    if (value === undefined || value === null || value === "") return
    const values = found.get(name) ?? new Set()
    found.set(name, values.add(value).add(decodeURIComponent(value)).add(encodeURIComponent(value)))
  }
  for (const { answer, body, query, setCookies } of exchanges) {
    for (const name of ["skey", "sid", "uin", "pass_ticket", "uuid", "ticket"]) add(name, query.get(name))
    for (const cookie of setCookies) {
      const [, name = "", value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      add(`cookie ${name}`, value)
    }
    for (const [, name = "", value] of answer.matchAll(/<(skey|wxsid|wxuin|pass_ticket)>([^<]*)</g))
      add(name, value)
    add("uuid", /QRLogin\.uuid = "([^"]*)"/.exec(answer)?.[1])
    add("redirect_uri", /redirect_uri="([^"]*)"/.exec(answer)?.[1])
    add("apiKey", /"apiKey":"([^"]*)"/.exec(body)?.[1])
  }
  return found
}

/** Every name in the exchanges, spelt as WeChat spells it. */
export const namesIn = (exchanges: ReadonlyArray<Exchange>): ReadonlySet<string> => {
  const field = /"(?:NickName|RemarkName|DisplayName)":"((?:[^"\\]|\\.)+)"/g
  const found = exchanges.flatMap(({ answer }) => [...answer.matchAll(field)].map(([, name = ""]) => name))
  // as it stands in JSON, and as it reads
  return new Set(found.flatMap((name) => [name, name.replace(/\\(.)/g, "$1")]))
}
