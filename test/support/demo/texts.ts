import { FastCheck as fc } from "effect"

const nasty = fc.constantFrom(
  "\n",
  "\r",
  "\t",
  "\u001b[31m",
  "\u202e",
  "\ud800",
  "好",
  "❤",
  "❤️",
  "👩‍👩‍👧",
  "👩‍❤‍👨",
  "🇨🇳",
  "1️⃣",
  "e\u0301",
  "\u200d",
  " ",
  "word"
)

/** Text such as chats may hold, and worse. */
export const anyText = fc
  .array(fc.oneof(nasty, fc.string({ unit: "binary" })), { maxLength: 30 })
  .map((parts) => parts.join(""))
