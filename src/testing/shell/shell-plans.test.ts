import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { planSteps } from '#features/images/rules/plan-steps.ts'
import { savedFrom } from '#features/images/rules/selection.ts'
import { selectionPlan } from '#features/images/rules/selection-plan.ts'
import type { Draft } from '#features/images/rules/model.ts'
import { contentOf } from '#features/source/rules/change-progress.ts'
import { changeSteps } from '#features/source/rules/source-steps.ts'
import type { SourceStep } from '#features/source/rules/model.ts'
import type { NewSelection } from '#contract/maas.ts'
import { releaseKey } from '#selections/keys.ts'
import { presentPlan } from '#show-as/rules/present-plan.ts'
import { curlCommands, maasCommands } from '#show-as/print/commands.ts'
import { curlScript, maasScript } from '#show-as/print/script.ts'
import type { Plan } from '#show-as/rules/model.ts'
import { carryOutSteps, statesOf, type GivenSource } from '#testing/region.ts'
import { DATA, names, ODD_KEYRING, productsOf, runIn, oddSelections, URLS, worldOf } from './odd-world.ts'
import { createShellPlace, type ShellPlace } from './run-shell.ts'

/* The texts that the page shows, run by real shells with real curl, lead to the same state as the page's own plan. */

/** To search for a counterexample, run more: SHELL_RUNS=1000 npx vitest run … */
const RUNS = Number(process.env['SHELL_RUNS'] ?? 2)

let place: ShellPlace
beforeAll(async () => {
  place = await createShellPlace()
})
afterAll(() => place.remove())

const texts = fc.constantFrom(
  { of: maasCommands, times: 1 },
  { of: curlCommands, times: 1 },
  { of: maasScript, times: 2 },
  { of: curlScript, times: 2 },
)
const shells = fc.constantFrom('sh' as const, 'bash' as const)
const versions = fc.constantFrom('3.5.13', '3.8.0')
const keyrings = fc.constantFrom(
  { keyring_filename: '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg', keyring_data: '' },
  { keyring_filename: ODD_KEYRING, keyring_data: '' },
  { keyring_filename: '', keyring_data: DATA },
)
const urls = fc.constantFrom(...URLS)

async function expectSame(
  make: ReturnType<typeof worldOf>,
  steps: readonly SourceStep[],
  how: How,
): Promise<void> {
  const { version, text, shell } = how
  const asPage = make()
  const before = statesOf(asPage)
  carryOutSteps(asPage, steps)
  const shown = text.of({ version, before, steps })
  const runs = await runIn(place, shell, shown, make(), text.times)
  for (const { ran, content } of runs) {
    expect(ran, shown).toMatchObject({ code: 0 })
    expect(content, `${ran.errors}\n${shown}`).toBe(contentOf(statesOf(asPage)))
  }
  // keyring data is not compared, so such a source is changed to the same again
  const sendsData = steps.some((step) => step.kind === 'update-source' && step.spec.keyring_data !== '')
  const again = sendsData ? [] : (runs[1]?.writes ?? [])
  expect(again.filter((write) => !write.includes('op=import'))).toEqual([])
}
type How = { version: string; text: { of: (plan: Plan) => string; times: number }; shell: 'sh' | 'bash' }
const how = fc.record({ version: versions, text: texts, shell: shells })

test('a saved selection', { timeout: 600_000 * Math.ceil(RUNS / 2) }, async () => {
  const given = names.chain((all) =>
    fc.record({ names: fc.constant(all), saved: oddSelections(all), wanted: oddSelections(all) }),
  )
  await fc.assert(
    fc.asyncProperty(given, keyrings, how, async (all, keyring, ways) => {
      const source: GivenSource = { url: URLS[1], ...keyring, selections: all.saved }
      const make = worldOf([source], productsOf(all.names), ways.version)
      const before = statesOf(make())
      const saved = savedFrom(before.map((one) => ({ ...one, selections: [...one.selections] })))
      const draft: Draft = new Map(
        all.names.releases.map((release) => {
          const id = { sourceId: 1, os: all.names.os, release }
          const wanted = all.wanted.find((one) => one.release === release) ?? null
          return [releaseKey(id), { ...id, base: null, wanted }]
        }),
      )
      const recreates = ways.version === '3.8.0'
      const offered = () => all.names.arches
      const { steps } = selectionPlan(saved, draft, '', { recreates, offered })
      await expectSame(make, planSteps(steps), ways)
    }),
    { numRuns: RUNS },
  )
})

test('a changed source', { timeout: 600_000 * Math.ceil(RUNS / 2) }, async () => {
  const given = names.chain((all) =>
    fc.record({ names: fc.constant(all), saved: oddSelections(all), wanted: oddSelections(all) }),
  )
  const changes = fc.record({ from: keyrings, to: keyrings, old: urls, url: urls, isNew: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(given, changes, how, async (all, { from, to, old, url, isNew }, ways) => {
      const ranked = ways.version === '3.8.0'
      fc.pre(!isNew || url !== old)
      const source: GivenSource = { url: old, ...from, selections: all.saved }
      const make = worldOf([source], productsOf(all.names), ways.version)
      // MAAS 3.8 removes the slash at the end of a URL, and a page that keeps the URL sends it as MAAS has it
      const kept = statesOf(make())[0]?.source.url
      const target = {
        spec: { url: url === old && kept !== undefined ? kept : url, ...to },
        selections: all.wanted satisfies NewSelection[],
        replaces: isNew ? null : 1,
        ...(ranked && {
          extras: { name: all.names.os, priority: 7, enabled: true, skip_keyring_verification: false },
        }),
      }
      const steps = changeSteps(statesOf(make()), target, { importing: false })
      await expectSame(make, steps, ways)
    }),
    { numRuns: RUNS },
  )
})

test(
  'the present state of one region, given to a region without sources, and to itself',
  { timeout: 600_000 * Math.ceil(RUNS / 2) },
  async () => {
    const given = names.chain((all) =>
      fc.record({ names: fc.constant(all), first: oddSelections(all), second: oddSelections(all) }),
    )
    const scripts = fc.record({
      version: versions,
      of: fc.constantFrom(maasScript, curlScript),
      shell: shells,
    })
    await fc.assert(
      fc.asyncProperty(
        given,
        keyrings,
        keyrings,
        scripts,
        async (all, one, other, { version, of, shell }) => {
          const sources: GivenSource[] = [
            { url: URLS[0], ...one, selections: all.first },
            { url: URLS[1], ...other, selections: all.second },
          ]
          const products = productsOf(all.names)
          const make = worldOf(sources, products, version)
          const now = statesOf(make())
          const text = of(presentPlan(version, now))
          const [there] = await runIn(place, shell, text, make(), 1)
          expect(there, text).toMatchObject({ ran: { code: 0 }, content: contentOf(now) })
          expect(there?.writes.filter((write) => !write.includes('op=import'))).toEqual([])
          const [fresh] = await runIn(place, shell, text, worldOf([], products, version)(), 1)
          expect(fresh, text).toMatchObject({ ran: { code: 0 }, content: contentOf(now) })
        },
      ),
      { numRuns: RUNS },
    )
  },
)
