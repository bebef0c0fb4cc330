import { Data } from "effect"

/** The page cannot be served at this address now; later it may be, as where an address of a VPN comes late. */
export class CannotListen extends Data.TaggedError("CannotListen")<{
  readonly host: string
  readonly port: number
  readonly code: string
}> {
  override get message() {
    const { code, host, port } = this
    return `the page and the API cannot be served at ROBOT_HTTP_HOST ${host}, ROBOT_HTTP_PORT ${port} now (${code || "no reason given"})`
  }
}
