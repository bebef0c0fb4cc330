import { Console, Effect } from "effect"
import * as Simulator from "../../simulator/Simulator.ts"

export const simulator = (options: { readonly port: number; readonly manualScan: boolean }) =>
  Simulator.start({ port: options.port, autoScan: !options.manualScan }).pipe(
    Effect.tap(({ origin }) => Console.log(JSON.stringify({ origin, control: `${origin}/control/` }))),
    Effect.zipRight(Effect.never),
    Effect.scoped
  )
