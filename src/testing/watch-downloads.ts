import { onTestFinished, vi } from 'vitest'

/** The texts that the page saves as files in this test. */
export function watchDownloads(): Promise<string>[] {
  const texts: Promise<string>[] = []
  const createObjectURL = (blob: Blob) => {
    texts.push(blob.text())
    return 'blob:test'
  }
  // jsdom has neither
  Object.assign(URL, { createObjectURL, revokeObjectURL: () => undefined })
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  onTestFinished(() => click.mockRestore())
  return texts
}
