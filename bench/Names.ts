/* People of the light server, by number, and what is said. */

export const ME = "@me"

export const friendName = (friend: number) => `@friend${friend}`
export const groupName = (group: number) => `@@group${group}`
const memberName = (group: number, member: number) => `@member${group}x${member}`

const contact = (UserName: string, NickName: string) => ({
  UserName,
  NickName,
  RemarkName: "",
  VerifyFlag: 0,
  MemberCount: 0,
  MemberList: []
})

export const friendJson = (friend: number) => contact(friendName(friend), `Friend ${friend}`)

/** A group with its members, as webwxbatchgetcontact gives it. */
export const groupJson = (group: number, members: number) => ({
  ...contact(groupName(group), `Group ${group}`),
  MemberCount: members,
  MemberList: Array.from({ length: members }, (_, n) => ({
    UserName: memberName(group, n),
    NickName: `Member ${n} of ${group}`,
    DisplayName: ""
  }))
})

/** What a member of a group writes, as WeChat wraps it. */
export const inGroup = (group: number, member: number, text: string) =>
  `${memberName(group, member)}:<br/>${text}`

/** The chatbot's; a robot does not say again what it was asked. */
export const replyTo = (question: string) => `re: ${question}`
