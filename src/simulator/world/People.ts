/** Anybody but a group: friend, stranger, official account, special account. */
export interface Person {
  readonly _tag: "Person"
  /** The name by which the control API and other people of the simulator know it; it never changes. */
  readonly name: string
  readonly nickName: string
  /** The owner's own note for a friend, or "". */
  readonly remarkName: string
  /** In the owner's address book. Strangers are only met in groups. */
  readonly inBook: boolean
  /** Bits: 8 is an official account. */
  readonly verifyFlag: number
  /** A `UserName` that is the same at each log-in, as special accounts have; others get a new one. */
  readonly fixedUserName: string | null
  /** Of WeChat Work: their `UserName` ends in `@openim`. */
  readonly openim: boolean
  /** Whether they let the owner bring them into a group: not if they deleted or blocked the owner. */
  readonly invitation: "accepts" | "deleted" | "blocked"
  readonly pinned: boolean
}

/** What the owner or a member is called in one group. */
export interface Member {
  /** The `name` of a person, or `me`. */
  readonly name: string
  /** The name used in this group only, or "". */
  readonly displayName: string
}

/** A group chat; one that is not `inBook` is known only from `ChatSet`, status notifies and its messages. */
export interface Group {
  readonly _tag: "Group"
  readonly name: string
  readonly nickName: string
  readonly inBook: boolean
  readonly members: ReadonlyArray<Member>
  /** Who made it: the `name` of a person, or `me`. Only they take members out. */
  readonly owner: string
  readonly pinned: boolean
}

export type Contact = Person | Group

/** The name of the account's owner in the control API. */
export const ME = "me"

/** A friend unless told otherwise. */
export const person = (name: string, is: Partial<Omit<Person, "_tag" | "name">> = {}): Person => ({
  _tag: "Person",
  name,
  nickName: name,
  remarkName: "",
  inBook: true,
  verifyFlag: 0,
  fixedUserName: null,
  openim: false,
  invitation: "accepts",
  pinned: false,
  ...is
})

/** A group saved to the address book unless told otherwise. */
export const group = (name: string, is: Partial<Omit<Group, "_tag" | "name">> = {}): Group => ({
  _tag: "Group",
  name,
  nickName: name,
  inBook: true,
  members: [{ name: ME, displayName: "" }],
  owner: ME,
  pinned: false,
  ...is
})

const special = (name: string, nickName: string, verifyFlag = 0) =>
  person(name, { nickName, verifyFlag, fixedUserName: name })

/** The contacts that every simulator starts with. Their names hold what careless clients stumble over. */
export const cast: ReadonlyArray<Contact> = [
  person(ME, { nickName: "小白🐼", inBook: false }),
  person("lili", { nickName: "莉莉", remarkName: "李莉（同事）" }),
  person("tom", { nickName: "Tom & Jerry <3" }),
  person("star", { nickName: "*.*(^_^)[x]+?" }),
  person("sun", { nickName: "阳光☀🌻", remarkName: "孙姐" }),
  person("wang", { nickName: "王伟" }),
  person("wang2", { nickName: "王伟" }),
  person("passer-by", { nickName: "路人甲", inBook: false }),
  group("family", {
    nickName: "一家人❤",
    members: [
      { name: ME, displayName: "小白同学" },
      { name: "lili", displayName: "三姨 & 三姨夫" },
      { name: "sun", displayName: "" }
    ]
  }),
  group("work", {
    nickName: "项目讨论 <A&B>",
    inBook: false,
    owner: "tom",
    members: [
      { name: ME, displayName: "" },
      { name: "tom", displayName: "" },
      { name: "star", displayName: "[star]*" },
      { name: "passer-by", displayName: "路人🤖" }
    ]
  }),
  person("shop", { nickName: "一家小店", verifyFlag: 8 }),
  person("daily", { nickName: "每日新闻", verifyFlag: 24 }),
  person("academy", { nickName: "微课堂", verifyFlag: 56 }),
  special("filehelper", "文件传输助手"),
  special("newsapp", "腾讯新闻"),
  special("fmessage", "朋友推荐消息"),
  special("weixin", "微信团队", 56)
]
