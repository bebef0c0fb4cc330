import { Effect } from "effect"
import { SettingRows } from "../../../../layers/settings/Settings.ts"
import { allSettings } from "../../../../layers/settings/SettingsTable.ts"
import { OtherSettings } from "../../contract/Questions.ts"

const nothing = { en: "", zh: "" }

/** The settings in force, with what they are for. */
export const settingsInForce = Effect.map(SettingRows, (rows) => ({
  settings: rows.map((row) => ({
    ...row,
    meaning: allSettings.find(({ name }) => name === row.name)?.meaning ?? nothing,
    ofPolicy: Object.hasOwn(OtherSettings.fields, row.name)
  }))
}))
