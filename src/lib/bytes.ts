const UNITS = ['kB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * Formats bytes in SI units, as MAAS shows them: `1.2 GB`, `455.9 MB`, `512 B`. One decimal from kB on, so that figures
 * in a column can be compared; negative or not finite reads `0 B`.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes) || bytes <= 0) return '0 B'
  if (bytes < 999.5) return `${Math.round(bytes)} B`
  let value = bytes
  let unit: string = 'B'
  for (const next of UNITS) {
    value /= 1000
    unit = next
    // 999.96 MB would read "1000.0 MB"
    if (value < 999.95) break
  }
  return `${value.toFixed(1)} ${unit}`
}

/** Bytes that may be inexact: "430.0 MB", "about 430.0 MB", "0 B", "probably nothing". */
export function sizeText(bytes: number, isAbout = false): string {
  if (!isAbout) return formatBytes(bytes)
  return bytes > 0 ? `about ${formatBytes(bytes)}` : 'probably nothing'
}
