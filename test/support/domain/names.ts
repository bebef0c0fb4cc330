import { FastCheck as fc } from "effect"
import { decodeName } from "../../../src/domain/MessageText.ts"
import { canonical } from "../../../src/domain/Name.ts"

/** What people see of a name, one piece each, with the ways in which WeChat may write it. */
const pieces: ReadonlyArray<readonly [seen: string, ...written: ReadonlyArray<string>]> = [
  ["a", "a"],
  ["李", "李"],
  ["&", "&amp;"],
  ["<", "&lt;"],
  [" ", " ", "\u00A0", "\u3000", "  "],
  ["\u00EB", "\u00EB", "e\u0308"],
  ["\uD55C", "\uD55C", "\u1112\u1161\u11AB"],
  [
    "\u2764\uFE0F",
    "\u2764",
    "\u2764\uFE0F",
    '<span class="emoji emoji2764"></span>',
    '<span class="emoji emoji2764fe0f"></span>'
  ],
  ["\u{1F63A}", "\u{1F63A}", "\u{1F603}", '<span class="emoji emoji1f63a"></span>'],
  ["1\uFE0F\u20E3", "1\u20E3", '<span class="emoji emoji3120e3"></span>'],
  ["\u{1F1E8}\u{1F1F3}", "\u{1F1E8}\u{1F1F3}", '<span class="emoji emoji1f1e81f1f3"></span>'],
  ["\u{1F468}\u200D\u{1F469}", "\u{1F468}\u{1F469}", '<span class="emoji emoji1f468200d1f469"></span>']
]

const unseen = fc.constantFrom("", "", "", "\u200B", "\uFEFF", "\u200E", "\u2060")

const spelt = fc
  .array(
    fc
      .constantFrom(...pieces)
      .chain(([seen, ...written]) => fc.tuple(fc.constant(seen), fc.constantFrom(...written), unseen)),
    { minLength: 1, maxLength: 8 }
  )
  .map((all) => ({
    name: all.map(([seen]) => seen).join(""),
    wire: all.map(([, written, between]) => written + between).join("")
  }))
  .filter(({ name }) => canonical(name) !== "")

/** A name as its owner writes it, how the wire may bring it, and that decoded. */
export const nameSpelling = spelt.map(({ name, wire }) => ({ name, wire, spelling: decodeName(wire) }))
