import { describe, expect, it } from "@effect/vitest"
import { Option } from "effect"
import { barringSentence } from "../../../src/http/wechat/WebBarred.ts"

const barring = [
  "为了你的帐号安全，此微信号不能登录网页微信。",
  "为了你的帐号安全，新注册的微信号不能登录网页微信。",
  "为了你的帐号安全，此微信号已不允许登录网页微信。",
  "当前登录环境异常。为了你的帐号安全，暂时不能登录web微信。你可以通过Windows微信、Mac微信或者手机客户端微信登录。",
  "为了你的帐号安全, 此微信号不能登录 Web 微信。",
  "此帐号无法登录网页版微信",
  "您的账号暂不支持登录网页版微信",
  "该帐号不支持使用微信网页版，请使用电脑客户端。",
  "暂不支持网页版微信",
  "此微信号不能在网页上登录微信",
  "不能登录“网页版微信”",
  "此微信号不能再使用网页版微信。",
  "网页版微信已停用。",
  "你的网页微信登录功能已被限制",
  "网页版微信暂不支持新注册的微信号。",
  "為了你的帳號安全，此微信號不能登入網頁版微信。",
  "此帳號無法登入微信網頁版",
  "此微信號暫不支援網頁版微信",
  "此微信號不允許登錄網頁微信",
  "此微信号不能登录ＷＥＢ微信",
  "For account security, newly registered WeChat accounts are unable to log in to Web WeChat. To use WeChat on a computer, use Windows WeChat or Mac WeChat.",
  "For account security, newly registered WeChat accounts are unable to log in to WeChat for Web.",
  "Your login may be compromised. For account security, you cannot log in to Web WeChat. You can try mobile WeChat or Windows WeChat.",
  "This account can’t log into Web WeChat",
  "This account may not use Web WeChat.",
  "You are no longer allowed to log in to the Web version of WeChat.",
  "THIS ACCOUNT DOES NOT SUPPORT WEB WECHAT",
  "Logging in to Web WeChat is not supported, nor is anything else: this account cannot sign in to WeChat Web.",
  "Web WeChat is not supported for this account",
  "Web WeChat login has been disabled for your account.",
  "Web WeChat is not available for this account."
]

const harmless = [
  "",
  "系统错误",
  "登录已失效, 请重新扫码。",
  "请先登录网络。",
  "上网认证",
  "网页版微信",
  "欢迎使用网页版微信，请用手机扫码登录。",
  "请登录网页微信",
  "你的浏览器不支持网页版微信，请升级。",
  "您的瀏覽器不支援網頁版微信",
  "当前网络无法登录网页微信",
  "未登录上网帐号，不能使用网页版微信",
  "认证前不能使用网页版微信",
  "如果不能登录网页微信，请联系我们。",
  "若无法登录网页版微信, 请刷新。",
  "网页版微信暂时无法登录，请稍后再试。",
  "暂时不能登录网页微信，请稍候重试",
  "无法连接网页版微信",
  "不能打开网页",
  "不能登录微信",
  "此微信号不能使用微信网页授权",
  "网页版微信不支持此类消息",
  "能不能登录是一回事。网页版微信是另一回事。",
  "不支持。网页微信",
  "502 Bad Gateway",
  "Unable to log in",
  "Please log in to Web WeChat",
  "You can log in to Web WeChat",
  "Cannot connect to Web WeChat",
  "Your browser does not support Web WeChat.",
  "This browser cannot log in to Web WeChat",
  "Access to Web WeChat is blocked by your administrator.",
  "Web WeChat is blocked on this network",
  "You cannot use Web WeChat until you accept the terms.",
  "If you cannot log in to Web WeChat, call the desk.",
  "You cannot log in to Web WeChat right now, please try again later.",
  "Web WeChat is temporarily unavailable",
  "This page is not supported. Web WeChat is.",
  "You cannot log in to WeChat Pay"
]

describe("words that say that Web log-in is barred", () => {
  for (const text of barring) {
    it(`are heard: ${text}`, () => {
      expect(Option.isSome(barringSentence([text]))).toBe(true)
    })
  }

  for (const text of harmless) {
    it(`are not these: ${text}`, () => {
      expect(barringSentence([text])).toEqual(Option.none())
    })
  }

  it("are given as they stand, without what stands around them", () => {
    const lines = ["微信", "当前环境异常。 为了安全，暂时不能登录 Web 微信。你可以用手机。", "Copyright"]
    expect(barringSentence(lines)).toEqual(Option.some(" 为了安全，暂时不能登录 Web 微信。"))
    expect(barringSentence(["不能登录", "网页微信"])).toEqual(Option.none())
  })

  const megabyte = 1024 * 1024
  for (const piece of [
    "。",
    "不",
    "不能登录",
    "web",
    "网页版微信",
    "not ",
    "cannot log in to the ",
    "a. ",
    "“"
  ]) {
    it(`are looked for in a megabyte of ${piece}`, () => {
      expect(barringSentence([piece.repeat(megabyte / piece.length)])).toEqual(Option.none())
    })
  }
})
