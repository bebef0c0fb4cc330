import { Context, Redacted } from "effect"
import { type Token } from "./Token.ts"

/** How a client of the API gets in. */
export class Entry extends Context.Tag("program/Entry")<
  Entry,
  Pick<Token, "check" | "cookie" | "cookieName">
>() {}

/** For so long a browser keeps the cookie, in seconds: 30 days. */
const KEPT = 2_592_000

/** What a browser is told to keep, and to send back with requests of our own page only. */
export const cookieHeader = ({ cookie, cookieName }: Pick<Token, "cookie" | "cookieName">): string =>
  `${cookieName}=${Redacted.value(cookie)}; Path=/; Max-Age=${KEPT}; HttpOnly; SameSite=Strict`
