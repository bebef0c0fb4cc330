import { Schema } from "effect"

/** The states of the robot's connection to WeChat. */
export const ConnectionStateName = Schema.Literal(
  "starting",
  "waiting-for-scan",
  "waiting-for-confirmation",
  "logging-in",
  "syncing",
  "reconnecting",
  "logged-out",
  "refused",
  "stopping"
)
export type ConnectionStateName = typeof ConnectionStateName.Type

/** The state as it is shown: in the log and to the supervisor. */
export const ConnectionState = Schema.Struct({
  state: ConnectionStateName,
  /** Epoch milliseconds. */
  since: Schema.Number,
  /** One sentence for a person; never a secret. */
  why: Schema.String
})
export type ConnectionState = typeof ConnectionState.Type

/** What a person has to do before the robot can go on; empty when it goes on by itself. */
export const todo = (state: ConnectionStateName): string => {
  switch (state) {
    case "waiting-for-scan":
      return "scan the code with WeChat on the phone"
    case "waiting-for-confirmation":
      return "confirm the log-in on the phone"
    case "refused":
      return "read why above, change a setting or the account, and start the robot again"
    case "starting":
    case "logging-in":
    case "syncing":
    case "reconnecting":
    case "logged-out":
    case "stopping":
      return ""
  }
}

/** States in which the robot runs but answers nobody: whoever monitors it should have a look. */
export const isTrouble = (state: ConnectionStateName): boolean =>
  todo(state) !== "" || state === "reconnecting" || state === "logged-out"
