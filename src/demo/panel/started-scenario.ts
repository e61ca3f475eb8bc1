/* oxlint-disable eslint/no-restricted-globals -- a name to show: if it is lost, nothing else is */

/** The name of the scenario that the demo was started in last, which the region does not know. @param path of the folder */
export function scenarioName(path: string) {
  const key = `maas-images demo scenario of ${path}`
  return {
    read: (): string => localStorage.getItem(key) ?? 'default',
    keep: (name: string): void => localStorage.setItem(key, name),
  }
}
