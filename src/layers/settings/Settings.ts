import { type FileSystem } from "@effect/platform"
import { Context, Effect, Layer } from "effect"
import { readSettings } from "./ReadSettings.ts"
import { type Sources } from "./SettingSources.ts"
import { type BadSettings, type SettingRow } from "./SettingsReport.ts"
import { type SettingValues } from "./SettingsTable.ts"

/** The settings the robot runs with. They are read once, at the start. */
export class Settings extends Context.Tag("layers/Settings")<Settings, SettingValues>() {
  /** Every setting, or every complaint about them at once. */
  static readonly layer = (
    sources: Sources
  ): Layer.Layer<Settings | SettingRows, BadSettings, FileSystem.FileSystem> =>
    Layer.effectContext(
      Effect.flatMap(readSettings(sources), ({ rows, settings }) =>
        Effect.map(settings, (values) => Context.make(this, values).pipe(Context.add(SettingRows, rows)))
      )
    )
}

/** The same as `check` prints them: with their sources, and without secrets. */
export class SettingRows extends Context.Tag("layers/SettingRows")<
  SettingRows,
  ReadonlyArray<SettingRow>
>() {}
