/** Lets the browser save a text as a file. `type`: its media type. */
export function saveFile(name: string, text: string, type = 'text/plain;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // the browser has taken the text by then
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
