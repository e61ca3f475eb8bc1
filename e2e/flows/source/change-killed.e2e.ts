import { START } from '#e2e/setup/app.ts'
import { profileBrowser } from '#e2e/setup/profile-browser.ts'
import { stateOf } from '#e2e/setup/region-state.ts'
import { ANEW, timePasses, whileTimePasses } from '#e2e/setup/source-changes.ts'
import { afterWrite } from '#e2e/setup/source-faults.ts'
import { ChangeSource } from '#kit/playwright.ts'
import { expect, test } from '#e2e/test.ts'

/**
 * Calls of a change that creates the source again, by their place among its writes; what the page says after a restart,
 * and how the change is completed. `elsewhere`: in another browser, which has no record of the change and sees only the
 * state of the region. What a change leaves behind after every other call is tested without a browser:
 * change-faults.test.ts, half-way.test.ts, half-way-notice.test.tsx.
 */
const CALLS = [
  {
    nth: 3,
    call: 'selects the last release',
    says: 'Only part of the change is done.',
    way: 'Go back',
    elsewhere: 'the same releases',
  },
  {
    nth: 4,
    call: 'deletes the old source',
    says: 'the import may not have been started',
    way: 'Finish the change',
  },
] as const

for (const { nth, call, says, way, ...more } of CALLS) {
  test(`a browser that is killed when MAAS ${call} offers both ways to continue after a restart`, async ({
    app,
    page,
    open,
    source,
    region,
    simulator,
    watch,
    expectAccessible,
  }) => {
    watch.allow(/400 .*selections/)
    ANEW.prepare(simulator)
    const [before, after] = [stateOf(region), ANEW.after(simulator)]
    const browser = await profileBrowser()
    const show = async (path: string) => {
      const own = await browser.start()
      watch.add(own)
      await own.clock.install({ time: START })
      await own.goto(app.url + path)
      return own
    }
    try {
      await test.step('it is killed', async () => {
        const first = new ChangeSource(await show('/images/source'))
        await ANEW.choose(first)
        let killed = false
        afterWrite(simulator, nth, async () => {
          await browser.kill()
          killed = true
        })
        await first.change.click()
        await timePasses(simulator, async () => killed)
        simulator.resetHandlers()
      })

      const elsewhere = 'elsewhere' in more ? more.elsewhere : null
      await test.step('another browser shows only what the state of the region reveals', async () => {
        await open()
        await expect(page.getByText(/^Synced from/)).toBeVisible()
        if (elsewhere === null) await expect(source.halfWay).toHaveCount(0)
        else {
          await expect(source.halfWay).toContainText(`selects ${elsewhere}`)
          await expectAccessible()
        }
      })

      await test.step('after the restart the page still has the record of the change', async () => {
        const again = await show('/images')
        const view = new ChangeSource(again)
        await expect(view.unfinished).toContainText(says)
        await expect(view.halfWay).toHaveCount(0)
        const mine = elsewhere === null
        const notice = mine ? view.unfinished : source.halfWay
        await notice.getByRole('button', { name: way }).click()
        await whileTimePasses(simulator, mine ? view.done : source.done)
      })
      expect(stateOf(region)).toEqual(way === 'Go back' ? before : after)
      expect(region.isImporting()).toBe(true)
    } finally {
      await browser.remove()
    }
  })
}
