import { render } from "preact"
import { App } from "./App.tsx"
import { loadParts } from "./Part.tsx"
import { begin, keepWatching } from "./server/events.ts"
import { followInTab } from "./state/StateBanner.tsx"

followInTab()
keepWatching()
void begin().then(loadParts)
const place = document.getElementById("page")
if (place !== null) render(<App />, place)
