import { hosts, sharedProxy } from "../kinds/PlaceKinds.ts"
import { secretOf, setting } from "./Setting.ts"

/** Over what the chatbots are asked, by the variables that other programs read as well. */
export const proxySettings = {
  httpsProxy: secretOf("HTTPS_PROXY", sharedProxy, {
    otherName: "https_proxy",
    meaning: {
      en: "An HTTP proxy that chatbots at https addresses are asked through; also as https_proxy.",
      zh: "询问 https 地址的聊天机器人时经过的 HTTP 代理；也可写作 `https_proxy`"
    }
  }),
  httpProxy: secretOf("HTTP_PROXY", sharedProxy, {
    otherName: "http_proxy",
    meaning: {
      en: "The same for http addresses, such as Tuling's; also as http_proxy.",
      zh: "同上，用于 http 地址（例如图灵）；也可写作 `http_proxy`"
    }
  }),
  noProxy: setting("NO_PROXY", hosts, {
    default: "",
    otherName: "no_proxy",
    meaning: {
      en: "Hosts of chatbots that are asked without these proxies, with commas between; this machine always is. Also as no_proxy.",
      zh: "不经过这两个代理的聊天机器人主机，用逗号隔开；本机从不经过代理。也可写作 `no_proxy`"
    }
  })
}
