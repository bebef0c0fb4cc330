import { CliConfig, Command, ValidationError } from "@effect/cli"
import { NodeContext } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import packageJson from "../../package.json" with { type: "json" }
import { Unsuccessful } from "../program/Unsuccessful.ts"
import { alertTest, documented as alertTestDocumented } from "./alertTest.ts"
import { documented as backupDocumented, backup } from "./backup.ts"
import { documented as checkDocumented, check } from "./check.ts"
import { documented as contactsDocumented, contacts } from "./contacts.ts"
import { documented as demoDocumented, demo } from "./demo.ts"
import { type Documented } from "./Documented.ts"
import { documented as logoutDocumented, logout } from "./logout.ts"
import { documented as muteDocumented, mute } from "./mute.ts"
import { documented as pageDocumented, page } from "./page.ts"
import { documented as pauseDocumented, pause } from "./pause.ts"
import { documented as qrDocumented, qr } from "./qr.ts"
import { documented as replayDocumented, replay } from "./replay.ts"
import { documented as resumeDocumented, resume } from "./resume.ts"
import { documented as runDocumented, run, runRobot } from "./run.ts"
import { documented as serviceDocumented, service } from "./service.ts"
import { documented as simulatorDocumented, simulator } from "./simulator.ts"
import { documented as statusDocumented, status } from "./status.ts"
import { documented as unmuteDocumented, unmute } from "./unmute.ts"
import { documented as whyDocumented, why } from "./why.ts"

const parsed = Command.make("weixin-robot", {}, () => runRobot).pipe(
  Command.withDescription(
    "Answers WeChat messages in its owner's place. Settings come from the environment: see .env.example."
  ),
  Command.withSubcommands([
    run,
    demo,
    simulator,
    status,
    page,
    pause,
    resume,
    mute,
    unmute,
    logout,
    check,
    qr,
    contacts,
    why,
    replay,
    backup,
    alertTest,
    service
  ]),
  Command.run({ name: "weixin-robot", version: packageJson.version })
)

/** The command line: a function of the process's arguments. Its own help says what is wrong with them. */
export const commandLine = (args: ReadonlyArray<string>) =>
  parsed(args).pipe(
    Effect.catchIf(ValidationError.isValidationError, () => new Unsuccessful({ because: "usage" })),
    Effect.provide(Layer.merge(NodeContext.layer, CliConfig.layer({ showBuiltIns: false })))
  )

const help: Documented = {
  usage: { en: "`… --help`, `… --version`", zh: "`… --help`、`… --version`" },
  does: {
    en: "",
    zh: ""
  }
}

/** All that can be asked of the program, in the order of the READMEs. */
export const documented: ReadonlyArray<Documented> = [
  runDocumented,
  demoDocumented,
  simulatorDocumented,
  statusDocumented,
  pageDocumented,
  pauseDocumented,
  resumeDocumented,
  muteDocumented,
  unmuteDocumented,
  logoutDocumented,
  checkDocumented,
  contactsDocumented,
  whyDocumented,
  qrDocumented,
  backupDocumented,
  replayDocumented,
  alertTestDocumented,
  serviceDocumented,
  help
]
