import { type Page } from "playwright-core"

/** How somebody looks at the page. */
export interface Look {
  readonly language: "en" | "zh"
  readonly width: number
  readonly scheme: "light" | "dark"
}

/** In both languages, on a phone and on a screen, light and dark: every way to look at it. */
export const looks: ReadonlyArray<Look> = (["en", "zh"] as const).flatMap((language) =>
  [390, 1280].flatMap((width) => (["light", "dark"] as const).map((scheme) => ({ language, width, scheme })))
)

/** Looks at an open page otherwise. */
export const lookAgain = async (
  page: Page,
  { language, scheme, width }: Look,
  height = 800
): Promise<void> => {
  await page.emulateMedia({ colorScheme: scheme })
  await page.setViewportSize({ width, height })
  const other = page.getByRole("button", { name: language === "zh" ? "中文" : "English", exact: true })
  if (await other.isVisible()) await other.click()
}
