import { expect } from '@playwright/test'
import type { Locator } from '@playwright/test'
import type { Simulator } from '#simulator/serve.ts'
import type { ChangeSource } from '#kit/playwright.ts'

export const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'
const OTHER = 'http://mirror.example.com/other/'
const KEYRING = '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'

/** A source change as a user makes it. */
export type Path = {
  /** The sources of the region before the change. */
  prepare: (simulator: Simulator) => void
  /** Fills in the form and selects the choices. */
  choose: (source: ChangeSource) => Promise<void>
  /** Sources and selections after the change. */
  after: (simulator: Simulator) => string[]
}

/** A source and its selections with all kernels, as `stateOf` prints them. */
export const all = (url: string, selections: readonly string[], keyring = KEYRING): string[] =>
  [`${url} with ${keyring}`, ...selections.map((one) => `${url} ubuntu/${one} * *`)].toSorted()

/**
 * A source with keyring data gets a keyring filename: it is created again with its selections, and the old one is
 * deleted.
 */
export const ANEW: Path = {
  prepare({ region, clock, otherKeyring }) {
    clock.advance(600_000)
    for (const { id, release } of region.selections(1))
      if (release !== 'jammy' && release !== 'noble') region.deleteSelection(1, id)
    region.updateSource(1, { url: OTHER, keyringFilename: '', keyringData: otherKeyring })
  },
  async choose(source) {
    await source.maasIo.check()
    await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
    await source.connects()
  },
  after: () => all(STABLE, ['jammy amd64', 'noble amd64']),
}

/** Lets the region's time pass until the condition is true. */
export const timePasses = (simulator: Simulator, isSo: () => Promise<boolean>) =>
  expect
    .poll(
      async () => {
        simulator.clock.advance(300)
        return isSo()
      },
      { intervals: [100], timeout: 20_000 },
    )
    .toBe(true)

/** The same while the page is waiting: for an import to stop, or for a source to be read. */
export const whileTimePasses = (simulator: Simulator, until: Locator) =>
  timePasses(simulator, () => until.isVisible())
