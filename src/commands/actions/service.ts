import { install as installOn } from "../../program/service/Install.ts"
import { uninstall as uninstallFrom } from "../../program/service/Uninstall.ts"
import { machine } from "../ThisProcess.ts"

export { logs } from "../../program/service/Logs.ts"

export const install = installOn(machine)
export const uninstall = uninstallFrom(machine)
