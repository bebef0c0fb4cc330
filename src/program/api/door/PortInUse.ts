import { Data } from "effect"

/** The owner wants the page on a port that another program has. */
export class PortInUse extends Data.TaggedError("PortInUse")<{ readonly port: number }> {
  override get message() {
    return `ROBOT_HTTP_PORT: port ${this.port} is in use by another program`
  }
}
