import { type FileSystem } from "@effect/platform"
import { Context, Effect, Layer } from "effect"
import { readSettings } from "./ReadSettings.ts"
import { type Sources } from "./SettingSources.ts"
import { type BadSettings } from "./SettingsReport.ts"
import { type SettingValues } from "./SettingsTable.ts"

/** The settings the robot runs with. They are read once, at the start. */
export class Settings extends Context.Tag("layers/Settings")<Settings, SettingValues>() {
  /** Every setting, or every complaint about them at once. */
  static readonly layer = (sources: Sources): Layer.Layer<Settings, BadSettings, FileSystem.FileSystem> =>
    Layer.effect(
      this,
      Effect.flatMap(readSettings(sources), ({ settings }) => settings)
    )
}
