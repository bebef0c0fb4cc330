import { type IncomingMessage, type RequestListener, type ServerResponse } from "node:http"
import { Effect } from "effect"
import { logDefects } from "./Defects.ts"
import { cookieHeader } from "./Entry.ts"
import { isOpen, type Knock, pathOf, refusal, type Refusal, shownBy } from "./Gate.ts"
import { type Checked, type Token } from "./Token.ts"

/** With every answer: what it is may not be guessed, framed, kept, or told to anybody else. */
const securityHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-frame-options": "DENY",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin"
}

const knockOf = ({ headers, method = "", rawHeaders, url = "" }: IncomingMessage): Knock => ({
  method,
  url,
  headers,
  // names and values take turns
  times: (header) => rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length
})

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

/** Trades the token in the address for the cookie, so that it stays in no history. */
const trade = Effect.fnUntraced(function* (token: Token, given: string, response: ServerResponse) {
  const checked = yield* token.check({ _tag: "Bearer", token: given })
  if (checked !== "right") return yield* refuse(response, withoutToken[checked])
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
  (token: Token, listensOn: string, app: Effect.Effect<RequestListener>) =>
  (request: IncomingMessage, response: ServerResponse): Effect.Effect<void> =>
    Effect.gen(function* () {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
      const knock = knockOf(request)
      const refused = refusal(knock, listensOn)
      if (refused !== undefined) return yield* refuse(response, refused)
      const given = tokenIn(knock)
      if (given !== undefined) return yield* trade(token, given, response)
      if (!isOpen(knock)) {
        const checked = yield* token.check(shownBy(knock, token.cookieName))
        if (checked !== "right") return yield* refuse(response, withoutToken[checked])
      }
      const answer = yield* app
      answer(request, response)
    }).pipe(Effect.catchAllCause((cause) => Effect.zipRight(logDefects(cause), failed(response))))
