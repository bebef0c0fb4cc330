import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { bytesOf, md5, openMedia } from "../../support/simulator/Media.ts"

/** The XML that clients send with a file. */
const appmsg = (title: string, id: string, size: number) =>
  `<appmsg appid='wxeb7ec651dd0aefa9' sdkver=''><title>${title}</title><des></des><action></action><type>6</type>` +
  `<content></content><url></url><lowurl></lowurl><appattach><totallen>${size}</totallen><attachid>${id}</attachid>` +
  `<fileext>txt</fileext></appattach><extinfo></extinfo></appmsg>`

const refused = (Ret: number) => ({ BaseResponse: { Ret, ErrMsg: "" }, MsgID: "", LocalID: "" })

describe("sending media", () => {
  const calls = [
    ["webwxsendmsgimg", "picture", "webwxgetmsgimg"],
    ["webwxsendemoticon", "sticker", "webwxgetmsgimg"],
    ["webwxsendvideomsg", "video", "webwxgetvideo"]
  ] as const
  for (const [call, kind, back] of calls) {
    it.scoped(`${call} sends an upload, whose bytes come back from everywhere`, () =>
      Effect.gen(function* () {
        const { control, fetch, mediaId, of, send } = yield* openMedia()
        const file = bytesOf(600_000)
        const MediaId = yield* mediaId("a.bin", file)
        const answer = yield* send(call, "lili", { MediaId })
        const MsgId = String(answer["MsgID"])
        expect(answer).toMatchObject({ BaseResponse: { Ret: 0 }, LocalID: "1" })
        const media = { kind, MediaId, fileName: "a.bin", size: 600_000, md5: md5(file) }
        expect(yield* control.sent()).toMatchObject([
          {
            order: 1,
            MsgId,
            ClientMsgId: "1",
            ToUserName: of("lili"),
            to: "lili",
            text: "",
            delivered: true,
            media
          }
        ])
        expect(md5(yield* control.media({ of: MsgId }))).toBe(md5(file))
        const { bytes } = yield* fetch(back, { msgid: MsgId, type: "big" }, { range: "bytes=0-" })
        expect(md5(bytes)).toBe(md5(file))
      })
    )
  }

  it.scoped("webwxsendappmsg sends a file by its attachid, and a link without one", () =>
    Effect.gen(function* () {
      const { control, mediaId, send } = yield* openMedia()
      const MediaId = yield* mediaId("a.txt", bytesOf(9))
      const Content = appmsg("a.txt", MediaId, 9)
      const link = "<appmsg><title>a</title><type>5</type><url>http://example.invalid</url></appmsg>"
      yield* send("webwxsendappmsg", "work", { Type: 6, Content }, "1")
      yield* send("webwxsendappmsg", "work", { Type: 5, Content: link }, "2")
      const [file, other] = yield* control.sent()
      expect(file).toMatchObject({ to: "work", text: Content, media: { kind: "file", MediaId, size: 9 } })
      expect(other).toMatchObject({ to: "work", text: link })
      expect(other).not.toHaveProperty("media")
    })
  )

  it.scoped("webwxsendemoticon sends a known sticker by its MD5", () =>
    Effect.gen(function* () {
      const { control, send } = yield* openMedia()
      expect(
        yield* send("webwxsendemoticon", "lili", { Type: 1, EMoticonMd5: "00ff", EmojiFlag: 2 })
      ).toMatchObject({
        BaseResponse: { Ret: 0 }
      })
      expect(yield* control.sent()).toMatchObject([{ media: { kind: "sticker", MediaId: "", md5: "00ff" } }])
    })
  )

  it.scoped("passes on what was received: a picture by its XML, a file by its MediaId", () =>
    Effect.gen(function* () {
      const { browser, control, first, keys, send } = yield* openMedia()
      const bytes = bytesOf(700)
      const [picture = "", file = ""] = yield* control.messages([
        { from: "lili", group: "family", kind: "picture", size: 701 },
        { from: "lili", kind: "file", bytes, fileName: "a.txt" }
      ])
      const { AddMsgList } = yield* browser.sync(keys, first.SyncKey)
      // as wechat4u undoes the escapes and drops the speaker
      const Content = String(AddMsgList[0]?.Content)
        .replaceAll("<br/>", "\n")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replace(/^.*:\n/, "")
      const attached = appmsg("a.txt", String(AddMsgList[1]?.["MediaId"]), 700)
      const one = yield* send("webwxsendmsgimg", "tom", { MediaId: "", Content }, "1")
      const other = yield* send("webwxsendappmsg", "tom", { Type: 6, Content: attached }, "2")
      const sizes = (yield* control.sent()).map(({ media }) => media?.size)
      expect(sizes).toEqual([701, 700])
      const same = (sent: unknown, original: string) =>
        Effect.gen(function* () {
          const media = yield* control.media({ of: String(sent) })
          expect(md5(media)).toBe(md5(yield* control.media({ of: original })))
        })
      yield* same(one["MsgID"], picture)
      yield* same(other["MsgID"], file)
    })
  )

  it.scoped("comes back in webwxsync with echo, and can be fetched from there", () =>
    Effect.gen(function* () {
      const { browser, control, fetch, first, keys, mediaId, of, send } = yield* openMedia()
      yield* control.sending({ echo: true })
      const file = bytesOf(50)
      const MediaId = yield* mediaId("a.txt", file)
      yield* send("webwxsendmsgimg", "lili", { MediaId }, "1")
      yield* send("webwxsendvideomsg", "lili", { MediaId }, "2")
      yield* send("webwxsendemoticon", "lili", { MediaId }, "3")
      yield* send("webwxsendappmsg", "lili", { Type: 6, Content: appmsg("a.txt", MediaId, 50) }, "4")
      const { AddMsgList } = yield* browser.sync(keys, first.SyncKey)
      const fromMe = { FromUserName: keys.me, ToUserName: of("lili") }
      expect(AddMsgList).toMatchObject([
        { ...fromMe, MsgType: 3, Content: expect.stringContaining(md5(file)) },
        { ...fromMe, MsgType: 43 },
        { ...fromMe, MsgType: 47 },
        { ...fromMe, MsgType: 49, AppMsgType: 6, FileName: "a.txt", FileSize: "50", MediaId }
      ])
      const { bytes } = yield* fetch("webwxgetmsgimg", { MsgID: String(AddMsgList[0]?.MsgId) })
      expect(md5(bytes)).toBe(md5(file))
    })
  )

  it.scoped("counts a repeat and does not deliver it again", () =>
    Effect.gen(function* () {
      const { control, mediaId, send } = yield* openMedia()
      const MediaId = yield* mediaId("a", bytesOf(5))
      const first = yield* send("webwxsendmsgimg", "lili", { MediaId })
      expect(yield* send("webwxsendmsgimg", "lili", { MediaId })).toEqual(first)
      expect((yield* control.sent()).map(({ delivered }) => delivered)).toEqual([true, false])
    })
  )

  it.scoped("is refused without media that are held, to a stranger, and from somebody else", () =>
    Effect.gen(function* () {
      const { control, mediaId, send } = yield* openMedia()
      const MediaId = yield* mediaId("a", bytesOf(5))
      expect(yield* send("webwxsendmsgimg", "lili", { MediaId: "@none" })).toEqual(refused(1))
      expect(yield* send("webwxsendmsgimg", "lili", {})).toEqual(refused(1))
      expect(yield* send("webwxsendappmsg", "lili", {})).toEqual(refused(1))
      expect(yield* send("webwxsendappmsg", "lili", { Content: appmsg("a", "@none", 5) })).toEqual(refused(1))
      expect(yield* send("webwxsendmsgimg", "passer-by", { MediaId })).toEqual(refused(1204))
      expect(yield* send("webwxsendmsgimg", "lili", { MediaId, FromUserName: "@other" })).toEqual(refused(1))
      expect(yield* control.sent()).toEqual([])
    })
  )
})
