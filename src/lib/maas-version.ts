/** Major and minor of a MAAS version such as "3.5.13" or "3.7.0~beta1"; null: none to be seen. */
function majorMinor(version: string): readonly [number, number] | null {
  const [, major, minor] = /^\D{0,10}(\d{1,4})\.(\d{1,4})/.exec(version) ?? []
  return major === undefined ? null : [Number(major), Number(minor)]
}

/** Whether a MAAS version is at least major.minor; null: it cannot be read. */
export function isAtLeast(version: string, major: number, minor: number): boolean | null {
  const known = majorMinor(version)
  return known && (known[0] > major || (known[0] === major && known[1] >= minor))
}

/** Whether it is a version that this page was made for: 3.4 to 3.8. Others are spoken to as their nearest neighbour. */
export const isMadeFor = (version: string): boolean =>
  isAtLeast(version, 3, 4) === true && isAtLeast(version, 3, 9) === false
