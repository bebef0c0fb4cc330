import { Record } from "effect"
import { documented } from "../src/commands/Cli.ts"
import { exitCodes } from "../src/commands/ExitCodes.ts"
import { alertsInWords } from "../src/domain/Alert.ts"
import { type EndReason, FailedReason, SkippedReason, UncertainReason } from "../src/domain/EndReason.ts"
import { type InBothLanguages } from "../src/domain/InBothLanguages.ts"
import { reasonsInWords, todoFor } from "../src/domain/ReasonsInWords.ts"
import { allSettings, type Setting } from "../src/layers/settings/SettingsTable.ts"

/** A file of which some or all is made from the code. */
export interface Document {
  readonly file: string
  /** What the file is to hold, from what it holds. */
  readonly made: (text: string) => string
}

type Language = keyof InBothLanguages

interface Table {
  readonly title: string
  readonly head: InBothLanguages
  readonly rows: (language: Language) => ReadonlyArray<ReadonlyArray<string>>
}

const ofReadme: ReadonlyArray<Table> = [
  {
    title: "commands",
    head: { en: "| command | does |", zh: "| 命令 | 作用 |" },
    rows: (language) => documented.map(({ does, usage }) => [usage[language], does[language]])
  },
  {
    title: "exit codes",
    head: { en: "| exit code | means |", zh: "| 退出码 | 含义 |" },
    rows: (language) => Object.values(exitCodes).map(({ code, meaning }) => [String(code), meaning[language]])
  },
  {
    title: "settings",
    head: { en: "| name | default | meaning |", zh: "| 名字 | 默认值 | 含义 |" },
    rows: (language) =>
      allSettings.map((setting) => [
        `\`${setting.name}\``,
        defaultOf(setting, language),
        meaningOf(setting, language)
      ])
  }
]

const ofOperations: ReadonlyArray<Table> = [
  {
    title: "alerts",
    head: { en: "| alert | title | means | do |", zh: "| 提醒 | 标题 | 含义 | 怎么办 |" },
    rows: (language) =>
      Record.toEntries(alertsInWords).map(([alert, { means, title, todo }]) => [
        `\`${alert}\``,
        title[language],
        means[language],
        todo[language]
      ])
  },
  {
    title: "reasons",
    head: { en: "| ends as | reason | means | do |", zh: "| 结局 | 理由 | 含义 | 怎么办 |" },
    rows: (language) => [
      ...reasonsOf("skipped", SkippedReason.literals, language),
      ...reasonsOf("failed", FailedReason.literals, language),
      ...reasonsOf("uncertain", UncertainReason.literals, language)
    ]
  }
]

const reasonsOf = (end: string, reasons: ReadonlyArray<EndReason>, language: Language) =>
  reasons.map((reason) => [
    `\`${end}\``,
    `\`${reason}\``,
    reasonsInWords[reason][language],
    todoFor(reason, language)
  ])

const defaultOf = ({ default: text, defaultInWords }: Setting, language: Language) => {
  if (defaultInWords !== undefined) return defaultInWords[language]
  return typeof text === "string" && text !== "" ? `\`${text}\`` : "–"
}

const planned: InBothLanguages = { en: " *Checked, not used yet.*", zh: "。*会检查，尚未使用。*" }

const meaningOf = (setting: Setting, language: Language) =>
  `${setting.meaning[language]}${setting.planned ? planned[language] : ""}`

const written = ({ head, rows }: Table, language: Language) => {
  const lines = rows(language).map((cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`.replace(/ {2}\|$/, " |")
  )
  return [head[language], head[language].replaceAll(/[^|]+/g, " --- "), ...lines].join("\n")
}

const END = "\n\n<!-- end -->"

/** Puts each table in its place: between a comment with its title and the next one that says `end`. */
const withTables = (file: string, tables: ReadonlyArray<Table>, language: Language): Document => ({
  file,
  made: (text) => {
    let made = text
    for (const table of tables) {
      const begin = `<!-- ${table.title}: made by npm run docs -->\n\n`
      const [before, after, ...more] = made.split(begin)
      const end = after?.indexOf(END) ?? -1
      if (after === undefined || end < 0 || more.length > 0) {
        throw new Error(`${file} has no place, or several, for the table of ${table.title}`)
      }
      made = `${before}${begin}${written(table, language)}${after.slice(end)}`
    }
    return made
  }
})

const secrets = allSettings.flatMap(({ name, secret }) => (secret ? [name] : []))

const HEAD = `# Settings of the robot. Copy this file to .env beside it, take the # off a line and change it there;
# what is in the environment wins. All that is here is the default already.
# Each of ${secrets.join(", ")} is better kept in a file:
# put its path into the variable of the same name with _FILE at its end.
# A value with quotes or a # in it stands in single quotes as a whole: ROBOT_DENY='"Li, Lei",Family'
`

/** Markdown as plain text: no code marks, no emphasis, and a link as its text. */
const plain = (markdown: string) =>
  markdown.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "")

const exampleOf = (setting: Setting) => {
  const { accepts, default: text, defaultInWords, name } = setting
  const byDefault = defaultInWords === undefined ? "" : ` Default: ${defaultInWords.en}.`
  return [
    `# ${plain(`${meaningOf(setting, "en")}${byDefault}`)}`,
    `# Takes ${accepts}.`,
    `#${name}=${typeof text === "string" ? text : ""}`,
    ""
  ].join("\n")
}

export const documents: ReadonlyArray<Document> = [
  withTables("README.md", ofReadme, "en"),
  withTables("README.zh-CN.md", ofReadme, "zh"),
  withTables("docs/operations.md", ofOperations, "en"),
  withTables("docs/operations.zh-CN.md", ofOperations, "zh"),
  { file: ".env.example", made: () => [HEAD, ...allSettings.map(exampleOf)].join("\n") }
]
