import { Option, Record } from "effect"
import { type AlertForm } from "../../http/alert/AlertForm.ts"
import { alertForms } from "../../http/alert/AlertForms.ts"

/* What the settings of the alerts want of each other, by the texts of all settings. */

type Texts = ReadonlyMap<string, string>

const URL_NAME = "ROBOT_ALERT_URL"

const textOf = (texts: Texts, name: string): string => texts.get(name)?.trim() ?? ""

/** None where its setting complains itself. */
const formOf = (texts: Texts): Option.Option<AlertForm> =>
  Record.get<string, AlertForm>(alertForms, textOf(texts, "ROBOT_ALERT_FORMAT"))

const addressOf = (form: AlertForm, format: string, address: string): ReadonlyArray<string> =>
  !URL.canParse(address) || form.fits(new URL(address))
    ? []
    : [`${URL_NAME}: (hidden) - for ROBOT_ALERT_FORMAT=${format} an address such as ${form.example}`]

const signing = (form: AlertForm, secret: string): ReadonlyArray<string> =>
  secret === "" || form.signs
    ? []
    : ["ROBOT_ALERT_SECRET: (hidden) - nothing unless ROBOT_ALERT_FORMAT is dingtalk or feishu"]

/** What keeps the robot from starting: it would alert nobody. */
export const alertComplaints = (texts: Texts): ReadonlyArray<string> =>
  textOf(texts, URL_NAME) === ""
    ? []
    : Option.match(formOf(texts), {
        onNone: () => [],
        onSome: (form) => [
          ...addressOf(form, textOf(texts, "ROBOT_ALERT_FORMAT"), textOf(texts, URL_NAME)),
          ...signing(form, textOf(texts, "ROBOT_ALERT_SECRET"))
        ]
      })

/** What does nothing. */
export const alertWarnings = (texts: Texts): ReadonlyArray<string> =>
  textOf(texts, URL_NAME) === ""
    ? ["ROBOT_ALERT_SECRET", "ROBOT_ALERT_PROXY"].flatMap((name) =>
        textOf(texts, name) === "" ? [] : [`${name}: does nothing, for ${URL_NAME} is not set`]
      )
    : []
