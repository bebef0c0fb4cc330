import { type Either, Schema } from "effect"
import { type SettingValues } from "./SettingsTable.ts"

/** The robot must not start: a person has to mend the settings. Each complaint is one line that names its variable. */
export class BadSettings extends Schema.TaggedError<BadSettings>()("BadSettings", {
  complaints: Schema.Array(Schema.String)
}) {
  override get message() {
    return ["Bad settings:", ...this.complaints].join("\n  ")
  }
}

/** One setting as `check` prints it. `value` is one line, hidden for a secret, empty where there is none. */
export interface SettingRow {
  readonly name: string
  readonly value: string
  readonly source: "credential" | "file" | "environment" | ".env" | "default"
  readonly secret: boolean
}

/** All that reading the settings brought to light: where there are complaints, the rows are there all the same. */
export interface SettingsReport {
  readonly settings: Either.Either<SettingValues, BadSettings>
  readonly rows: ReadonlyArray<SettingRow>
  /** one line each, for what is odd but no reason to stay down, such as a misspelt name */
  readonly warnings: ReadonlyArray<string>
}
