import { portOrOff } from "../kinds/NumberKinds.ts"
import { host } from "../kinds/PlaceKinds.ts"
import { setting } from "./Setting.ts"

/** Where the status page and the API are served. */
export const pageSettings = {
  httpHost: setting("ROBOT_HTTP_HOST", host, {
    default: "127.0.0.1",
    meaning: { en: "Where the status page and the API listen.", zh: "状态页和接口监听的地址" }
  }),
  httpPort: setting("ROBOT_HTTP_PORT", portOrOff, {
    default: "8420",
    meaning: {
      en: "Port of the status page and the API. Not set and taken, or 0: a free one; off: neither is served.",
      zh: "状态页和接口的端口；没有设而被占用，或者 0：任选一个空闲的；off：不开"
    }
  })
}
