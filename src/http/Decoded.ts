/** A piece of an address as it is meant; as it stands where a `%` in it begins nothing. */
export const decoded = (piece: string): string => {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}
