import { Effect } from "effect"
import { Account } from "../../Account.ts"
import { SavedContacts } from "../SavedContacts.ts"
import { JournalFile } from "./JournalFile.ts"
import { contactWrites, readContacts } from "./tables/ContactTable.ts"

/** Whom an account knows, in the journal's file: the robot has them at hand itself, and asks for them once a session. */
export const contactsOnFile = Effect.gen(function* () {
  const { reading, sql, writer } = yield* JournalFile
  const account = yield* Account
  const write = contactWrites(sql, account)
  return SavedContacts.of({
    knownIn: (me) => reading(readContacts(sql, account, me)),
    learn: (me, contacts) =>
      contacts.length === 0
        ? Effect.void
        : writer.later(() => contacts.map((contact) => write.learn(me, contact))),
    unlearn: (me, userNames) =>
      userNames.length === 0 ? Effect.void : writer.later(() => [write.unlearn(me, userNames)]),
    learntAll: (me) => writer.later(() => [write.learntAll(me)]),
    forgetOthers: (me) => writer.later(() => write.forgetOthers(me)),
    forgetAll: writer.later(() => write.forgetAll)
  })
})
