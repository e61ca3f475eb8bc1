import { ownName } from '#api/base-path.ts'

const LAST = ownName('maas-images.user')

/** What a tab keeps (ticks that are not saved) is for who made it: somebody else begins with nothing. */
export function forgetOthers(username: string): void {
  const last = sessionStorage.getItem(LAST)
  if (last === username) return
  if (last !== null) sessionStorage.clear()
  sessionStorage.setItem(LAST, username)
}
