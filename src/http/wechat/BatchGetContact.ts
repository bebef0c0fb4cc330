import { Array, Clock, Effect, Schema } from "effect"
import { Contact } from "../../domain/Contact.ts"
import * as Lenient from "../../domain/Lenient.ts"
import { type Credentials } from "../../domain/Session.ts"
import { poster } from "./Webwx.ts"
import { WechatClient } from "./WechatClient.ts"

/** More in one call are refused. */
const maxNames = 50

/** Who a few UserNames are. A group comes with its members and their names in it, so ask for groups, not for members. */
export class BatchGetContact extends Effect.Service<BatchGetContact>()("http/BatchGetContact", {
  effect: Effect.gen(function* () {
    const post = poster(
      yield* WechatClient,
      "webwxbatchgetcontact",
      Schema.Struct({ ContactList: Lenient.list(Contact) })
    )

    /** One call after the other, of 50 names each. Names that WeChat does not know are missing in the answer. */
    const get = Effect.fnUntraced(function* (credentials: Credentials, userNames: ReadonlyArray<string>) {
      const answers = yield* Effect.forEach(Array.chunksOf(userNames, maxNames), (names) =>
        Effect.flatMap(Clock.currentTimeMillis, (r) =>
          post({
            credentials,
            query: { type: "ex", r },
            fields: {
              Count: names.length,
              List: names.map((UserName) => ({ UserName, EncryChatRoomId: "" }))
            }
          })
        )
      )
      return answers.flatMap(({ ContactList }) => ContactList)
    })

    return { get } as const
  })
}) {}
