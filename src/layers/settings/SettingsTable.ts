import { Option, Schema } from "effect"
import { type About, aboutOf } from "./table/Setting.ts"
import { chatbotSettings } from "./table/ChatbotSettings.ts"
import { dataSettings } from "./table/DataSettings.ts"
import { operatorSettings } from "./table/OperatorSettings.ts"
import { paceSettings } from "./table/PaceSettings.ts"
import { pageSettings } from "./table/PageSettings.ts"
import { proxySettings } from "./table/ProxySettings.ts"
import { ruleSettings } from "./table/RuleSettings.ts"
import { wechatSettings } from "./table/WechatSettings.ts"

/** Every setting of the robot, once: what is read, shown by `check` and written down in the documents, in this order. */
export const SettingsTable = Schema.Struct({
  ...wechatSettings,
  ...chatbotSettings,
  ...proxySettings,
  ...dataSettings,
  ...ruleSettings,
  ...paceSettings,
  ...pageSettings,
  ...operatorSettings
})

/** A row of the table: what there is to know about the setting of a field. */
export interface Setting extends About {
  readonly field: string
}

export const allSettings: ReadonlyArray<Setting> = Object.entries(SettingsTable.fields).flatMap(
  ([field, kind]) => Option.toArray(Option.map(aboutOf(kind), (about) => ({ field, ...about })))
)

/** The values of all settings, ready for use; the files of `table` say what each is for. */
export type SettingValues = typeof SettingsTable.Type
