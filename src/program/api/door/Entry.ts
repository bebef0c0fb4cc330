import { Context, Redacted } from "effect"
import { type Token } from "./Token.ts"

/** How a client of the API gets in. */
export class Entry extends Context.Tag("program/Entry")<
  Entry,
  Pick<Token, "check" | "cookie" | "cookieName">
>() {}

/** What a browser is told to keep, and to send back with requests of our own page only. */
export const cookieHeader = ({ cookie, cookieName }: Pick<Token, "cookie" | "cookieName">): string =>
  `${cookieName}=${Redacted.value(cookie)}; Path=/; HttpOnly; SameSite=Strict`
