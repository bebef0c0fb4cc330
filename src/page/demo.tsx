import { render } from "preact"
import { Sides } from "./chat/Sides.tsx"
import { followOutcomes } from "./chat/outcomes.ts"
import { followWorld } from "./chat/world.ts"
import { begin, keepWatching } from "./server/events.ts"
import { followInTab } from "./state/StateBanner.tsx"

followInTab()
keepWatching()
void followWorld()
followOutcomes()
void begin()
const place = document.getElementById("page")
if (place !== null) render(<Sides />, place)
