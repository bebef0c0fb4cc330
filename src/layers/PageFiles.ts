import { Context } from "effect"

/** The directory of what the build made of src/page: HTML, script, styles and icon. */
export class PageFiles extends Context.Tag("layers/PageFiles")<PageFiles, { readonly path: string }>() {}
