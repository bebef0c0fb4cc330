import { Effect, Layer } from "effect"
import { Journal } from "./Journal.ts"
import { KeptValues } from "./KeptValues.ts"
import { Messages } from "./Messages.ts"
import { SavedContacts } from "./SavedContacts.ts"
import { SavedSessions } from "./SavedSessions.ts"
import { JournalFile } from "./sql/JournalFile.ts"
import { contactsOnFile } from "./sql/SqlContacts.ts"
import { keptValuesOnFile } from "./sql/SqlKeptValues.ts"
import { messagesOnFile } from "./sql/SqlMessages.ts"
import { sessionsOnFile } from "./sql/SqlSessions.ts"

/**
 * The part of an account in the journal's file: it survives kill -9 at any instant. What the robot asks all the time is
 * held in memory as well; every change goes to the file in the order it was made.
 */
export const layer = Layer.mergeAll(
  Layer.effect(
    Journal,
    Effect.map(JournalFile, ({ failure, writer }) => ({ together: writer.together, failure }))
  ),
  Layer.scoped(Messages, messagesOnFile),
  Layer.effect(SavedSessions, sessionsOnFile),
  Layer.effect(SavedContacts, contactsOnFile),
  Layer.effect(KeptValues, keptValuesOnFile)
)
