import type { Headers } from "@effect/platform"

/** The hosts of sessions; which of them an account has is told at its log-in. */
const sessionHosts = [
  "wx.qq.com",
  "wx1.qq.com",
  "wx2.qq.com",
  "wx8.qq.com",
  "web.wechat.com",
  "web2.wechat.com"
]

/** What stands before a session host for log-ins, files and polls. */
const prefixes = ["login", "file", "file2", "webpush", "webpush2"]

/** Hosts that are no session's: of codes and log-ins, of old polls, of the desktop client. */
const others = [
  "login.weixin.qq.com",
  "login.wechat.com",
  "webpush.weixin.qq.com",
  "webpush2.weixin.qq.com",
  "webpush.wechat.com",
  "webpush2.wechat.com",
  "file.weixin.qq.com",
  "szextshort.weixin.qq.com",
  "weixin.qq.com",
  "www.wechat.com"
]

/** The real names of all hosts that the simulator stands in for. */
export const hostNames: ReadonlyArray<string> = [
  ...sessionHosts.flatMap((host) => [host, ...prefixes.map((prefix) => `${prefix}.${host}`)]),
  ...others
]

/** The session host, with its port if one is named, that a request came to, or whose log-in host it came to. */
export const sessionHostOf = (headers: Headers.Headers): string | undefined => {
  const host = (headers["host"] ?? "").toLowerCase().replace(new RegExp(`^(${prefixes.join("|")})\\.`), "")
  return sessionHosts.includes(host.replace(/:\d+$/, "")) ? host : undefined
}
