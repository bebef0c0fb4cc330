/** All that there is of a test with a short form: `npm run test:long`. */
export const playsAll = process.env["CELLS"] === "all"
