import { describe, expect, it } from "@effect/vitest"
import { FastCheck as fc } from "effect"
import { decodeText } from "../../../src/domain/MessageText.ts"
import { disguiseExchanges } from "../../../src/http/recording/DisguiseExchange.ts"

const utf8 = (text: string) => new TextEncoder().encode(text)

const under = (key: string) => {
  const { answer, request } = disguiseExchanges(key)
  const answered = (text: string, headers: Readonly<Record<string, string | ReadonlyArray<string>>> = {}) =>
    answer({ status: 200, headers, bytes: utf8(text) })
  const textOf = (text: string): string => {
    const { body } = answered(text)
    return typeof body === "string" ? body : `${body.bytes} bytes`
  }
  return { answer, answered, request, textOf }
}

const { answer, answered, request, textOf } = under("a key")

/** A value as it stands in an answer in JSON. */
const inJson = (name: string, value: string) =>
  JSON.stringify({ [name]: value }).slice(`{"${name}":"`.length, -2)
const disguisedIn = (name: string, value: string) =>
  textOf(`{"${name}":"${inJson(name, value)}"}`).slice(`{"${name}":"`.length, -2)

const kindsOf = (text: string) =>
  text
    .replaceAll(/\p{sc=Han}/gu, "汉")
    .replaceAll(/[a-z]/g, "a")
    .replaceAll(/[A-Z]/g, "A")
    .replaceAll(/\d/g, "0")

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."李莉王伟小白张三丰的了好"), minLength: 3, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(..."abcdefgXYZ0123456789"), minLength: 6, maxLength: 40 })
)

describe("the words of a recording", () => {
  it("are others of the same kinds of letters, always the same, and others under another key", () => {
    const other = under("another key")
    fc.assert(
      fc.property(word, (word) => {
        const standIn = textOf(word)
        expect(kindsOf(standIn)).toBe(kindsOf(word))
        expect(standIn).not.toBe(word)
        expect(under("a key").textOf(word)).toBe(standIn)
        expect(other.textOf(word)).not.toBe(standIn)
      })
    )
  })

  it("never become one of two, not even the shortest", () => {
    const letters = Array.from({ length: 2_000 }, (_, at) => String.fromCodePoint(0x4e_00 + at))
    const numbers = Array.from({ length: 1_000 }, (_, at) => String(at))
    for (const words of [letters, numbers]) expect(new Set(words.map(textOf)).size).toBe(words.length)
  })

  it("stay what they are among other words: in a mention, as a speaker, in a list", () => {
    fc.assert(
      fc.property(word, word, (name, text) => {
        const [left, right] = [textOf(name), textOf(text)]
        expect(textOf(`@${name}\u2005${text}`)).toBe(`@${left}\u2005${right}`)
        expect(textOf(`${name}:<br/>${text}`)).toBe(`${left}:<br/>${right}`)
        expect(textOf(`「${name}：${text}」`)).toBe(`「${left}：${right}」`)
        expect(textOf(`&lt;${name}&gt; &amp; ${text}`)).toBe(`&lt;${left}&gt; &amp; ${right}`)
      })
    )
  })

  it("are recognised in every spelling, and spelt as they were", () => {
    fc.assert(
      fc.property(word, (word) => {
        const standIn = textOf(word)
        const entities = (text: string) => [...text].map((one) => `&#${one.codePointAt(0)};`).join("")
        expect(textOf(encodeURIComponent(word))).toBe(encodeURIComponent(standIn))
        const twice = (text: string) => encodeURIComponent(encodeURIComponent(`=${text}+`))
        expect(textOf(twice(word))).toBe(twice(standIn))
        expect(textOf(entities(word))).toBe(entities(standIn))
        const escaped = (text: string) =>
          text.replaceAll(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)
        expect(textOf(`{"NickName":"${escaped(word)}"}`)).toBe(`{"NickName":"${escaped(standIn)}"}`)
        expect(disguisedIn("NickName", word)).toBe(standIn)
      })
    )
  })

  it("may be emoji, plain or in a span", () => {
    const span = '小白<span class="emoji emoji1f43c"></span>'
    expect(textOf(span)).not.toContain("1f43c")
    expect(decodeText(textOf(span))).toBe(textOf("小白🐼"))
    expect(disguisedIn("Content", span).replaceAll("\\", "")).toBe(textOf(span))
  })
})

describe("what stays in a recording", () => {
  it.each([
    "@所有人 ",
    "filehelper",
    "操作太频繁，请稍后再试。",
    "- - - - - - - - - -",
    "<br/>",
    "…！？「」"
  ])("%s", (text) => {
    expect(disguisedIn("Content", text)).toBe(text)
  })

  it("the kind of an id", () => {
    expect(textOf("@@0123456789abcdef0123456789abcdef")).toMatch(/^@@[\da-f]{32}$/)
    expect(textOf("wxid_abc123x,gh_123abc,weixin,9876543@chatroom,abcdefg@openim")).toMatch(
      /^wxid_[a-z]{3}\d{3}[a-z],gh_\d{3}[a-z]{3},weixin,\d{7}@chatroom,[a-z]{7}@openim$/
    )
    expect(textOf("@crypt_abc123_def456")).toMatch(/^@crypt_[a-z]{3}\d{3}_[a-z]{3}\d{3}$/)
  })

  it("codes and times, but no other number; an id is the same as a number and as a text", () => {
    const id = "7000000000000000001"
    const body = `{"BaseResponse":{"Ret":0},"Uin":100000001,"CreateTime":1500000000,"MsgType":10002,"NewMsgId":${id},"MsgId":"${id}"}`
    const kept =
      /^\{"BaseResponse":\{"Ret":0\},"Uin":(\d{9}),"CreateTime":1500000000,"MsgType":10002,"NewMsgId":(\d{19}),"MsgId":"(\d{19})"\}$/
    const [, uin, number, text] = kept.exec(textOf(body)) ?? []
    expect(number).toBe(text)
    expect(text).not.toBe(id)
    expect(uin).toBe(textOf("100000001"))
  })

  it("the frame of XML, escaped or not, around what is replaced", () => {
    const title =
      '&lt;msg&gt;<br/>&lt;appmsg appid=""&gt;&lt;title&gt;悄悄话&lt;/title&gt;&lt;type&gt;57&lt;/type&gt;'
    expect(textOf(title)).toBe(title.replace("悄悄话", textOf("悄悄话")))
    const revoke = '<sysmsg type="revokemsg"><msgid>7000001</msgid><![CDATA["小白" 撤回]]></sysmsg>'
    expect(textOf(revoke)).toBe(
      revoke
        .replace("7000001", textOf("7000001"))
        .replace("小白", textOf("小白"))
        .replace("撤回", textOf("撤回"))
    )
  })

  it("JSON, whatever it holds", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const disguised: unknown = JSON.parse(textOf(`[${json}]`))
        expect(disguised).toBeInstanceOf(Array)
        expect(textOf(`[${json}]`)).toHaveLength(json.length + 2)
      })
    )
  })

  it("why an account may not log in", () => {
    const refusal = "<error><ret>1203</ret><message>此微信号不能登录网页微信。<br>&</message></error>"
    expect(textOf(refusal)).toBe(refusal)
  })

  it("of a page that says so, nothing else", () => {
    const sentence = "为了你的帐号安全，此微信号不能登录网页微信。"
    const page = `<html><body><h1>somebody</h1><p>${sentence}</p><p>834921 somebody</p></body></html>`
    const kept = textOf(page)
    expect(kept).toContain(`<p>${sentence}</p>`)
    expect(kept).not.toMatch(/somebody|834921/)
  })
})

describe("an exchange of a recording", () => {
  it("has the secrets of a log-in in the same disguise in headers, queries and bodies", () => {
    const secret = "Ab1+cd2/ef3="
    const standIn = textOf(secret)
    const { body, headers, path, query } = request({
      method: "POST",
      url: `https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxsync?sid=${encodeURIComponent(secret)}&lang=zh_CN&synckey=1_2%7C3_4`,
      headers: { cookie: `wxsid=${secret}; mm_lang=zh_CN`, "x-unknown": secret },
      body: utf8(`{"BaseRequest":{"Sid":"${secret}"}}`)
    })
    expect(path).toBe("/cgi-bin/mmwebwx-bin/webwxsync")
    expect(query).toBe(`?sid=${encodeURIComponent(standIn)}&lang=zh_CN&synckey=1_2%7C3_4`)
    expect(headers).toEqual({ cookie: `wxsid=${standIn}; mm_lang=zh_CN` })
    expect(body).toBe(`{"BaseRequest":{"Sid":"${standIn}"}}`)

    const cookie = "; Domain=.qq.com; Path=/; Expires=Sun, 29 Nov 2026 14:36:58 GMT"
    const answer = answered(
      `window.code=200;\nwindow.redirect_uri="https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=${secret}&scan=1500000000";`,
      { "set-cookie": [`wxsid=${secret}${cookie}; other=${secret}`], server: secret }
    )
    expect(answer.headers).toEqual({ "set-cookie": [`wxsid=${standIn}${cookie}`] })
    expect(answer.body).toBe(
      `window.code=200;\nwindow.redirect_uri="https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=${standIn}&scan=1500000000";`
    )
  })

  it.each([
    ["the host of somebody", "https://somebody.qq.com/cgi-bin/mmwebwx-bin/webwxinit"],
    ["a word that stands alone in a query", "https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxinit?somebody"],
    ["the text behind an attribute", '<x type="1">834921</x>'],
    ["the text behind an end", "<type>1</type>834921"]
  ])("keeps nothing of %s", (_, written) => {
    expect(textOf(`{"Url":${JSON.stringify(written)}}`)).not.toMatch(/somebody|834921/)
  })

  it("keeps nothing of a cookie without a name", () => {
    const { headers } = request({
      method: "GET",
      url: "https://wx.qq.com/",
      headers: { cookie: "hunter1hunter2; mm_lang=zh_CN" },
      body: undefined
    })
    expect(headers["cookie"]).toMatch(/^[a-z]{6}\d[a-z]{6}\d; mm_lang=zh_CN$/)
    expect(headers["cookie"]).not.toContain("hunter")
  })

  it("tells of bytes that are no text only how many they are", () => {
    const bytes = Uint8Array.of(0x89, 0x50, 0xff, 0xfe)
    expect(answer({ status: 200, headers: {}, bytes }).body).toEqual({ bytes: 4 })
    expect(answered("text", { "content-type": "image/png" }).body).toEqual({ bytes: 4 })
  })

  it("is disguised however it is broken", () => {
    const secret = "hunter1hunter2"
    const whole = `{"MemberList":[{"NickName":"${secret}"}],"SKey":"@crypt_${secret}_${secret}"}`
    for (let length = 0; length <= whole.length; length++) {
      expect(textOf(whole.slice(0, length))).not.toContain("hunter")
      expect(textOf(`${whole.slice(0, length)}\u0001\\ "${secret}`)).not.toContain("hunter")
    }
  })
})
