import { Context } from "effect"
import { type Token } from "./Token.ts"

/** How a client of the API gets in. */
export class Entry extends Context.Tag("program/Entry")<Entry, Pick<Token, "check" | "cookie">>() {}

/** By the port, because a browser sends the cookies of all ports of a host. */
export const cookieName = (port: number | undefined): string => `weixin-robot-${port ?? 0}`

/** What a browser is told to keep, and to send back with requests of our own page only. */
export const cookieHeader = (port: number | undefined, value: string): string =>
  `${cookieName(port)}=${value}; Path=/; HttpOnly; SameSite=Strict`
