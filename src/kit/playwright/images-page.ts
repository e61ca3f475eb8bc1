import type { Locator, Page } from '@playwright/test'

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The Images view, found as a user finds it: by roles and names. */
export function imagesView(page: Page) {
  const grid = page.getByRole('grid', { name: 'Images' })
  const bar = page.getByRole('region', { name: 'Unsaved selection' })
  return {
    grid,
    /** What saving would do, its steps, and its buttons. */
    bar,
    search: page.getByRole('searchbox', { name: 'Search images' }),
    /** A release, by the beginning of its row's name: `22.04 LTS`, `Build agent`. */
    row: (title: string): Locator =>
      grid
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${escape(title)}`) }) }),
    /** Opens and closes a row. */
    opener: (title: string): Locator => grid.getByRole('button', { name: new RegExp(`^${escape(title)}`) }),
    /** One image's box, by its name, which is the same in every state: `Ubuntu 22.04 LTS`, `amd64` */
    box: (release: string, arch: string): Locator =>
      grid.getByRole('checkbox', { name: `${release} ${arch}`, exact: true }),
    /** The box, if its description begins with this state; a reason may follow. */
    boxIn: (release: string, arch: string, state: string | RegExp): Locator =>
      grid.getByRole('checkbox', {
        name: `${release} ${arch}`,
        exact: true,
        description: typeof state === 'string' ? new RegExp(`^${escape(state)}(\\. |$)`) : state,
      }),
    /** The boxes of single images in a state, without those of rows and groups. */
    boxes: (state: RegExp, options: { checked?: boolean } = {}): Locator =>
      grid.getByRole('checkbox', { ...options, name: /^(?!All )(?!.* of all )/, description: state }),
    /** The steps of a save, as far as it has come. */
    steps: bar.getByRole('list', { name: 'Steps of saving' }).getByRole('listitem'),
    save: bar.getByRole('button', { name: 'Save selection' }),
    review: bar.getByRole('button', { name: 'Review' }),
    discard: bar.getByRole('button', { name: 'Discard' }),
    /** Clicks Import now or Stop import and waits for the gateway's answer: time must not pass before. */
    order: async (name: 'Import now' | 'Stop import'): Promise<void> => {
      const answered = page.waitForResponse(
        (response) => response.request().method() === 'POST' && response.url().includes('import'),
      )
      await page.getByRole('button', { name }).click()
      await answered
    },
    dialog: (name: string): Locator => page.getByRole('dialog', { name }),
    notice: (text: string): Locator =>
      page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: text }),
  }
}
export type ImagesView = ReturnType<typeof imagesView>
