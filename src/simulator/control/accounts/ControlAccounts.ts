import { Effect, Option } from "effect"
import type { Accounts } from "../../accounts/Accounts.ts"
import type { World } from "../../world/World.ts"
import { BadInput } from "../ControlApi.ts"
import type { AccountInput } from "../ControlInput.ts"
import { type AccountView, accountView } from "../ControlView.ts"

const view = ({ account, state }: World): Effect.Effect<AccountView> =>
  Effect.map(state, (state) => accountView(account, state))

/** The control operations that are about the accounts themselves. */
export const accountControls = ({ add, all }: Accounts) => ({
  addAccount: ({ name, nickName = name }: AccountInput): Effect.Effect<AccountView, BadInput> =>
    Effect.flatMap(
      add({ name, nickName }),
      Option.match({
        onNone: () => new BadInput({ accepted: `"name": one that no account has, which ${name} is not` }),
        onSome: view
      })
    ),
  accounts: Effect.flatMap(all, Effect.forEach(view))
})
