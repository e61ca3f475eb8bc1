/* oxlint-disable eslint/no-restricted-globals -- if it is lost, a name is not shown or the clock stays held, and the panel mends both */

/** The name of the scenario that the demo was started in last, which the region does not know. @param path of the folder */
export function scenarioName(path: string) {
  const key = `maas-images demo scenario of ${path}`
  return {
    read: (): string => localStorage.getItem(key) ?? 'default',
    keep: (name: string): void => localStorage.setItem(key, name),
  }
}

/** Whether a tour holds the clock of the demo: a reload ends the tour, and time has to pass again. @param path of the folder */
export function heldByTour(path: string) {
  const key = `maas-images demo tour of ${path}`
  return {
    read: (): boolean => localStorage.getItem(key) !== null,
    keep: (held: boolean): void => (held ? localStorage.setItem(key, 'held') : localStorage.removeItem(key)),
  }
}
