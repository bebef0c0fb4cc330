import { Command } from "@effect/cli"
import packageJson from "../../package.json" with { type: "json" }
import { backup } from "./backup.ts"
import { check } from "./check.ts"
import { contacts } from "./contacts.ts"
import { demo } from "./demo.ts"
import { qr } from "./qr.ts"
import { replay } from "./replay.ts"
import { run, runRobot } from "./run.ts"
import { service } from "./service.ts"
import { simulator } from "./simulator.ts"
import { why } from "./why.ts"

/** The command line: a function of the process's arguments. */
export const commandLine = Command.make("weixin-robot", {}, () => runRobot).pipe(
  Command.withDescription(
    "Answers WeChat messages in its owner's place. Settings come from the environment: see .env.example."
  ),
  Command.withSubcommands([run, demo, simulator, check, qr, contacts, why, replay, backup, service]),
  Command.run({ name: "weixin-robot", version: packageJson.version })
)
