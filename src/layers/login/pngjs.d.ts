/** What is used of pngjs, which comes without types. */
declare module "pngjs" {
  export const PNG: {
    readonly sync: {
      /** The pixels row by row, each as red, green, blue and alpha. Throws where it is no PNG image. */
      readonly read: (png: Buffer) => {
        readonly width: number
        readonly height: number
        readonly data: Uint8Array
      }
    }
  }
}
