import { type Fate, KINDS } from '#testing/streams/kinds.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'
import { signingKey } from '#testing/streams/signing-key.ts'
import { expect, test } from '#e2e/test.ts'

/** What the dialog says about a source, depending on what MAAS does with it. */
const SAID: Readonly<Record<Fate, RegExp | null>> = {
  imports: null,
  nothing:
    /MAAS cannot use this source[\s\S]*(offers no images that MAAS imports|MAAS imports no images from it)/,
  refuses: /MAAS cannot use this source/,
  'ends-imports': /This source would stop all imports/,
}

/** As many as one test can read on a slow machine. */
const AT_ONCE = 8

/** Kinds with the same outcome, in groups. */
function partsOf(fate: Fate, column: 1 | 2) {
  const kinds = Object.entries(KINDS).filter(([, kind]) => kind[column] === fate)
  return Array.from({ length: Math.ceil(kinds.length / AT_ONCE) }, (_, part) =>
    kinds.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  )
}

for (const [scenario, column] of [
  ['maas-3.7', 1],
  ['maas-3.8', 2],
] as const) {
  test.describe(scenario, () => {
    test.use({ scenario })

    for (const [fate, said] of Object.entries(SAID) as [Fate, RegExp | null][]) {
      for (const [part, kinds] of partsOf(fate, column).entries()) {
        test(`Connect says of a source what MAAS does with it: ${fate}, part ${part + 1}`, async ({
          open,
          simulator,
          source,
          expectAccessible,
        }) => {
          const key = await signingKey()
          await open('/sources/add')
          for (const [index, [name, [stream]]] of kinds.entries()) {
            await test.step(name, async () => {
              const url = `http://mirror.example.com/kind-${index}/`
              simulator.serveStream(`kind-${index}`, rawTree(url, stream, key))
              if (stream.onlyIndexSigned) await source.fill(url, { data: key.armored })
              else await source.fill(`${url}streams/v1/index.json`)
              await source.connects()
              if (said) await expect(source.refusal).toContainText(said)
              else await expect(source.refusal).toBeHidden()
              // the same reason is not listed twice
              if (stream.onlyIndexSigned) {
                await expect(source.refusal.getByText('names unsigned files')).toBeVisible()
                await expect(source.refusal.getByRole('list', { name: 'Reasons' })).toBeHidden()
              }
              if (index === 0) await expectAccessible()
            })
          }
        })
      }
    }
  })
}
