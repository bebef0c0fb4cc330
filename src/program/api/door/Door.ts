import { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import { Effect, Option } from "effect"
import { logDefects } from "./Defects.ts"
import { cookieHeader } from "./Entry.ts"
import { isOpen, type Knock, knockOf, pathOf, refusal, type Refusal, shownBy } from "./Gate.ts"
import { type Asset, type makeAssets } from "./PageAssets.ts"
import { securityHeaders } from "./SecurityHeaders.ts"
import { type Checked, type Token } from "./Token.ts"

const refuse = (response: ServerResponse, { status, why }: Refusal) =>
  Effect.sync(() => {
    // what is left of the request is not read
    response.writeHead(status, { connection: "close", "content-type": "application/json" })
    response.end(JSON.stringify({ _tag: "Refused", why }))
  })

const withoutToken: Record<Exclude<Checked, "right">, Refusal> = {
  wrong: { status: 401, why: "the token of http.json in the data directory is needed" },
  "too-many": { status: 429, why: "too many wrong tokens: try again later" }
}

/** The token that a person opened the page with. */
const tokenIn = ({ method, url }: Knock): string | undefined => {
  if (method !== "GET" || pathOf(url) !== "/" || !url.includes("?")) return undefined
  return new URLSearchParams(url.slice(url.indexOf("?"))).get("token") ?? undefined
}

const send = (response: ServerResponse, { bytes, contentType }: Asset, status = 200) =>
  Effect.sync(() => {
    response.writeHead(status, { "content-type": contentType, "content-length": bytes.length }).end(bytes)
  })

/** What the page's files and the API are behind the door. */
interface Behind {
  readonly assets: Assets
  /** Made when it is first needed. */
  readonly app: Effect.Effect<RequestListener>
}

type Assets = Effect.Effect.Success<typeof makeAssets>

/**
 * Trades the token in the address for the cookie, so that it stays in no history. A person whose token is wrong gets the
 * page, which asks for the right one.
 */
const trade = Effect.fnUntraced(function* (
  token: Token,
  given: string,
  { page }: Assets,
  response: ServerResponse
) {
  const checked = yield* token.check({ _tag: "Bearer", token: given })
  if (checked !== "right") {
    const asset = checked === "wrong" ? yield* page : Option.none()
    return yield* Option.match(asset, {
      onNone: () => refuse(response, withoutToken[checked]),
      onSome: (asset) => send(response, asset, 401)
    })
  }
  response.writeHead(303, { location: "/", "set-cookie": cookieHeader(token) }).end()
})

/** A defect before the app could answer. */
const failed = (response: ServerResponse) =>
  response.headersSent
    ? Effect.sync(() => response.destroy())
    : refuse(response, { status: 500, why: "a defect of the robot: its log tells where" })

/**
 * Looks at each request before anything else does: where it is from, what it wants, and whether it may. Only what may goes
 * on to the app.
 */
export const door =
  (token: Token, listensOn: string, { app, assets }: Behind) =>
  (request: IncomingMessage, response: ServerResponse): Effect.Effect<void> =>
    Effect.gen(function* () {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
      const knock = knockOf(request)
      const refused = refusal(knock, listensOn)
      if (refused !== undefined) return yield* refuse(response, refused)
      const given = tokenIn(knock)
      if (given !== undefined) return yield* trade(token, given, assets, response)
      if (!isOpen(knock)) {
        const checked = yield* token.check(shownBy(knock, token.cookieName))
        if (checked !== "right") return yield* refuse(response, withoutToken[checked])
      }
      const asset = knock.method === "POST" ? Option.none() : yield* assets.at(knock.url)
      if (Option.isSome(asset)) return yield* send(response, asset.value)
      const answer = yield* app
      answer(request, response)
    }).pipe(Effect.catchAllCause((cause) => Effect.zipRight(logDefects(cause), failed(response))))
