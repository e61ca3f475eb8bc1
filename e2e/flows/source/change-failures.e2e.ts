import { stateOf } from '#e2e/setup/region-state.ts'
import { all, ANEW, STABLE, whileTimePasses, type Path } from '#e2e/setup/source-changes.ts'
import { breakCall, holdCall } from '#e2e/setup/source-faults.ts'
import type { CallName, Fault } from '#e2e/setup/source-faults.ts'
import { expect, test } from '#e2e/test.ts'

const CANDIDATE = 'http://images.maas.io/ephemeral-v3/candidate/'

/** The source keeps its id: it is updated, and selections are created, changed and deleted. An import runs at first. */
const IN_PLACE: Path = {
  prepare({ region, clock }) {
    clock.advance(600_000)
    region.updateSource(1, { url: CANDIDATE })
    region.startImport()
    clock.advance(600_000)
    const wanted = (release: string, arches: string[]) =>
      region.createSelection(1, { os: 'ubuntu', release, arches, subarches: ['*'], labels: ['*'] })
    for (const { id, os, release } of region.selections(1))
      if (os === 'centos' || release === 'focal') region.deleteSelection(1, id)
    wanted('resolute', ['amd64'])
    wanted('stalwart', ['amd64', 'arm64'])
    region.startImport()
    clock.advance(1_000)
  },
  async choose(source) {
    await source.stable.check()
    await source.connects()
    const choose = (release: string, label: string) =>
      source.release(release).getByRole('combobox').selectOption({ label })
    await choose('18.10', 'Use 18.04 LTS instead')
    await choose('26.10', 'Use 26.04 LTS instead')
  },
  after: () => all(STABLE, ['bionic amd64', 'jammy amd64', 'noble amd64', 'resolute amd64+arm64']),
}

type Progress = 'old' | 'between' | 'new'
const SHOWN: Record<Progress, string> = {
  old: 'Nothing has changed',
  between: 'Only part of the change is done',
  new: 'The new source is in place, with its selection',
}
/** In the dialog, or after a reload in the notice on the Images page. */
type Recovery = 'try again' | 'finish' | 'go back' | 'reload, go back'
type Case = [call: CallName, fault: Fault, progress: Progress, recovery: Recovery]

/*
 * Each action after a failure, and each kind of fault, as users meet them; the flow below finishes a change after a
 * reload. All combinations of calls and faults are tested without a browser: change-faults.test.ts, apply-change.test.ts.
 */
const CASES: [name: string, path: Path, cases: Case[]][] = [
  [
    'a source that is changed in place',
    IN_PLACE,
    [
      ['stop-import', '500', 'old', 'try again'],
      ['import', 'cut', 'new', 'go back'],
    ],
  ],
  [
    'a source that is created again',
    ANEW,
    [
      ['create-source', 'lost', 'between', 'reload, go back'],
      ['create-selection', '500', 'between', 'finish'],
    ],
  ],
]

const HOW: Record<Fault, string> = {
  '500': 'answers 500',
  cut: 'breaks off the connection',
  lost: 'applies it, but its answer is lost',
}

for (const [name, path, cases] of CASES) {
  test.describe(name, () => {
    for (const [call, fault, progress, recovery] of cases) {
      test(`MAAS ${HOW[fault]} at ${call}: then ${recovery}`, async ({
        page,
        open,
        source,
        region,
        simulator,
        watch,
        expectAccessible,
        expectConsole,
      }) => {
        expectConsole(/50\d .*MAAS\/api/, 'MAAS fails')
        // MAAS refuses selections of a source until it has read it
        watch.allow(/400 .*selections/)
        path.prepare(simulator)
        const [before, after] = [stateOf(region), path.after(simulator)]
        await open('/images/source')
        await path.choose(source)
        breakCall(simulator, call, fault)
        await source.change.click()

        await test.step('the change stops there, and the page shows the state of the region', async () => {
          await whileTimePasses(simulator, source.outcome)
          await expect(source.outcome).toContainText(SHOWN[progress])
          await expect(source.steps.filter({ hasText: ': failed' })).toHaveCount(1)
          await expect(source.dialog).not.toContainText(
            /undefined|\[object|TypeError|database is locked.*<|fetch failed/,
          )
          expect({
            old: stateOf(region).join() === before.join(),
            new: stateOf(region).join() === after.join(),
          }).toEqual({
            old: progress === 'old',
            new: progress === 'new',
          })
          await expectAccessible()
        })

        simulator.resetHandlers()
        await test.step(recovery, async () => {
          if (recovery === 'reload, go back') {
            await page.goto(page.url().replace('/source', ''))
            await expect(source.unfinished).toBeVisible()
            await expectAccessible()
            await source.unfinished.getByRole('button', { name: 'Go back' }).click()
          } else {
            await { 'try again': source.tryAgain, finish: source.finish, 'go back': source.goBack }[
              recovery
            ].click()
          }
          await whileTimePasses(simulator, source.done)
          if (recovery.endsWith('back')) {
            // a release that the source no longer offers cannot be selected again once it is cleared, and the page
            // says so
            const lost = progress === 'new' && path === IN_PLACE
            expect(stateOf(region)).toEqual(before.filter((line) => !(lost && line.includes('cosmic'))))
            await expect(source.dialog.getByText(/does not offer .*cosmic.* any more/)).toBeVisible({
              visible: lost,
            })
          } else expect(stateOf(region)).toEqual(after)
          expect(region.isImporting()).toBe(true)
          await source.closeIt()
          await expect(source.unfinished).toBeHidden()
        })

        await test.step('after a reload, only the undo is left', async () => {
          await page.reload()
          await expect(page.getByRole('link', { name: 'Change source' })).toBeVisible()
          await expect(source.undo).toBeVisible({ visible: !recovery.endsWith('back') })
          await expect(source.unfinished).toBeHidden()
        })
      })
    }
  })
}

test('the gateway stops while MAAS changes the source and comes back: after a reload, the change can be finished', async ({
  app,
  page,
  open,
  source,
  region,
  simulator,
  watch,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/ERR_|50\d/, 'the gateway is away')
  watch.allow(/400 .*selections/)
  IN_PLACE.prepare(simulator)
  const after = IN_PLACE.after(simulator)
  await open('/images/source')
  await IN_PLACE.choose(source)
  const update = holdCall(simulator, 'update-source')
  let held = false
  void update.held.then(() => (held = true))
  await source.change.click()
  await expect
    .poll(
      () => {
        simulator.clock.advance(300)
        return held
      },
      { intervals: [100] },
    )
    .toBe(true)
  const stopped = app.stopGateway()
  update.release()
  await stopped
  await expect(source.outcome).toContainText('The result of the change is not known')
  await expect(source.outcome).toContainText('MAAS may already have applied this')
  await expectAccessible()

  await test.step('while the gateway is away, trying again changes nothing and loses nothing', async () => {
    await source.finish.click()
    await expect(source.outcome).toContainText('The result of the change is not known')
  })

  await app.restartGateway()
  expect(region.source(1).url).toBe(STABLE)
  await page.goto(`${app.url}/images`)
  await expect(source.unfinished).toContainText('Only part of the change is done.')
  await source.unfinished.getByRole('button', { name: 'Finish the change' }).click()
  await whileTimePasses(simulator, source.done)
  expect(stateOf(region)).toEqual(after)
  await source.closeIt()
  await expect(source.unfinished).toBeHidden()
})

test('a change that was not completed can be left as it is, and the notice does not come back', async ({
  page,
  open,
  source,
  region,
  simulator,
  expectConsole,
}) => {
  expectConsole(/50\d .*MAAS\/api/, 'MAAS fails')
  ANEW.prepare(simulator)
  await open('/images/source')
  await ANEW.choose(source)
  breakCall(simulator, 'create-source', 'lost')
  await source.change.click()
  await expect(source.outcome).toContainText(SHOWN.between)
  await source.closeIt()
  const half = stateOf(region)
  await source.unfinished.getByRole('button', { name: 'Leave the change as it is' }).click()
  await expect(source.unfinished).toBeHidden()
  await page.reload()
  await expect(page.getByRole('link', { name: 'Change source' })).toBeVisible()
  await expect(source.unfinished).toBeHidden()
  expect(stateOf(region)).toEqual(half)
})
