import { optional } from "../kinds/Kind.ts"
import { loopbackOrigin, secretProxy } from "../kinds/PlaceKinds.ts"
import { word } from "../kinds/TextKinds.ts"
import { secret, secretOf, setting } from "./Setting.ts"

/** How to log in to WeChat, and where that is. */
export const wechatSettings = {
  wechatClient: setting("WECHAT_CLIENT", word("web", "desktop"), {
    default: "web",
    meaning: {
      en: "Which client to log in as: desktop works for some accounts that web refuses, and risks a ban.",
      zh: "以哪种客户端登录：`desktop` 对某些被网页版拒绝的帐号有效，但有封号风险"
    }
  }),
  wechatExtspam: secret("WECHAT_EXTSPAM", {
    meaning: {
      en: "The value of the desktop client's header extspam; WECHAT_CLIENT=desktop needs it.",
      zh: "桌面客户端请求头 extspam 的值；`WECHAT_CLIENT=desktop` 需要它"
    }
  }),
  wechatOrigin: setting("WECHAT_ORIGIN", optional(loopbackOrigin), {
    default: "",
    meaning: {
      en: "Stands in for every WeChat host: a simulator on this machine.",
      zh: "代替所有微信主机的地址：本机上的模拟器"
    }
  }),
  wechatProxy: secretOf("WECHAT_PROXY", secretProxy, {
    meaning: {
      en: "An HTTP proxy that everything to and from WeChat, and nothing else, goes through (see [docs/operations.md](docs/operations.md#proxies)).",
      zh: "与微信往来的一切（且只有这些）经过的 HTTP 代理（见 [docs/operations.zh-CN.md](docs/operations.zh-CN.md#代理)）"
    }
  })
}
