/** Opens the demo again in a scenario or at the beginning of a tour. Its start changes the region, see begin.ts. */
export function openDemo(
  folder: URL,
  asked: { readonly tour: string } | { readonly scenario: string },
): void {
  // unsaved work is given up with all the rest
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), {
    capture: true,
    once: true,
  })
  location.assign(`${folder.href}?${new URLSearchParams(asked).toString()}`)
}
