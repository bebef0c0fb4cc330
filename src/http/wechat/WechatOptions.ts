import { Context, type Option, type Redacted } from "effect"

/** How to speak to WeChat. */
export class WechatOptions extends Context.Tag("http/WechatOptions")<
  WechatOptions,
  {
    /** Stands in for every WeChat host: a simulator on loopback. */
    readonly origin: Option.Option<URL>
    /** `desktop` logs in with the headers of the Linux desktop client, which bars fewer accounts and risks a ban. */
    readonly client: "web" | "desktop"
    /** The opaque header value of the desktop client, supplied by the operator. */
    readonly extspam: Option.Option<Redacted.Redacted>
  }
>() {}
