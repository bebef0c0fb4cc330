/* All that stands under the state: one file, since the parts share most of what they need. */

export { Chats } from "./chats/Chats.tsx"
export { Feed } from "./feed/Feed.tsx"
export { More } from "./more/More.tsx"
export { Numbers } from "./numbers/Numbers.tsx"
