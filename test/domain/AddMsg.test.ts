import { describe, expect, it } from "@effect/vitest"
import { Either, FastCheck as fc, ParseResult, Schema } from "effect"
import { AddMsg } from "../../src/domain/AddMsg.ts"

const decode = Schema.decodeUnknownEither(AddMsg)

const least = { MsgId: "7000000000000000001", FromUserName: "@li", ToUserName: "@me", MsgType: 1 }
const empty = {
  SubMsgType: 0,
  AppMsgType: 0,
  Content: "",
  CreateTime: 0,
  Url: "",
  StatusNotifyCode: 0,
  StatusNotifyUserName: ""
}

/** As WeChat sends it, with more fields than the robot reads. */
const captured = `{
  "MsgId":"7000000000000000001","NewMsgId":7000000000000000001,"FromUserName":"@@bb22","ToUserName":"@aa11",
  "MsgType":1,"Content":"@dd44:<br/>@Xiao Bai\\u2005hi &lt;3","Status":3,"ImgStatus":1,"CreateTime":1500000000,
  "VoiceLength":0,"FileName":"","FileSize":"","MediaId":"","Url":"","AppMsgType":0,"StatusNotifyCode":0,
  "StatusNotifyUserName":"","RecommendInfo":{"UserName":"","QQNum":0},"AppInfo":{"AppID":"","Type":0},"SubMsgType":0
}`

describe("AddMsg", () => {
  it("is read as captured; of its two ids the exact one", () => {
    expect(decode(JSON.parse(captured))).toEqual(
      Either.right({
        ...empty,
        MsgId: "7000000000000000001",
        FromUserName: "@@bb22",
        ToUserName: "@aa11",
        MsgType: 1,
        Content: "@dd44:<br/>@Xiao Bai\u2005hi &lt;3",
        CreateTime: 1_500_000_000
      })
    )
  })

  it("needs four fields only", () => {
    expect(decode(least)).toEqual(Either.right({ ...least, ...empty }))
  })

  it("reads missing, null and odd values as empty ones", () => {
    const nulls = Object.fromEntries(Object.keys(empty).map((name) => [name, null]))
    const odd = Object.fromEntries(Object.keys(empty).map((name) => [name, { odd: [] }]))
    expect(decode({ ...least, ...nulls })).toEqual(Either.right({ ...least, ...empty }))
    expect(decode({ ...least, ...odd })).toEqual(Either.right({ ...least, ...empty }))
  })

  it("reads numbers as strings and the other way round", () => {
    const strings = { MsgType: "49", AppMsgType: "2001", SubMsgType: "48", CreateTime: "1500000000" }
    const numbers = { MsgId: 7, Content: 42, Url: 1 }
    expect(decode({ ...least, ...strings, ...numbers, StatusNotifyCode: "5" })).toEqual(
      Either.right({
        ...least,
        ...empty,
        MsgType: 49,
        AppMsgType: 2001,
        SubMsgType: 48,
        CreateTime: 1_500_000_000,
        StatusNotifyCode: 5,
        MsgId: "7",
        Content: "42",
        Url: "1"
      })
    )
  })

  it.each(["MsgId", "FromUserName", "ToUserName", "MsgType"])("is not one without %s", (name) => {
    expect(Either.isLeft(decode({ ...least, [name]: undefined }))).toBe(true)
    expect(Either.isLeft(decode({ ...least, [name]: null }))).toBe(true)
  })

  it("may come from nobody: some of the owner's own do", () => {
    expect(Either.isRight(decode({ ...least, FromUserName: "" }))).toBe(true)
  })

  const fields = Object.fromEntries(
    Object.keys(AddMsg.fields).map((name) => [name, fc.oneof(fc.jsonValue(), fc.constantFrom("1", "@li", 1))])
  )

  it.prop(
    "any JSON value is read or refused, never a defect",
    [fc.oneof(fc.jsonValue(), fc.record(fields, { requiredKeys: [] }))],
    ([json]) => {
      const read = decode(json)
      if (Either.isRight(read)) expect(Schema.is(AddMsg)(read.right)).toBe(true)
      else expect(ParseResult.isParseError(read.left)).toBe(true)
    },
    { fastCheck: { numRuns: 500 } }
  )
})
