import { type Fate, KINDS } from '#testing/streams/kinds.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'
import { signingKey } from '#testing/streams/signing-key.ts'
import { expect, test } from './test.ts'

/** What the dialog says of a source, by what MAAS does with it. */
const SAID: Readonly<Record<Fate, RegExp | null>> = {
  imports: null,
  nothing:
    /MAAS cannot use this source[\s\S]*(offers no images that MAAS imports|MAAS imports no images from it)/,
  refuses: /MAAS cannot use this source/,
  'ends-imports': /This source would stop all imports/,
}

for (const [scenario, column] of [
  ['maas-3.7', 1],
  ['maas-3.8', 2],
] as const) {
  test.describe(scenario, () => {
    test.use({ scenario })

    test('Connect says of each kind of source what MAAS does with it', async ({
      open,
      simulator,
      source,
      expectAccessible,
    }) => {
      const checked = new Set<Fate>()
      const key = await signingKey()
      await open('/sources/add')
      for (const [index, [name, kind]] of Object.entries(KINDS).entries()) {
        const fate = kind[column]
        await test.step(`${name}: ${fate}`, async () => {
          const url = `http://mirror.example.com/kind-${index}/`
          const [stream] = kind
          simulator.serveStream(`kind-${index}`, rawTree(url, stream, key))
          if (stream.onlyIndexSigned) await source.fill(url, { data: key.armored })
          else await source.fill(`${url}streams/v1/index.json`)
          await source.connects()
          const said = SAID[fate]
          if (said) await expect(source.refusal).toContainText(said)
          else await expect(source.refusal).toBeHidden()
          // one reason is not listed in two ways
          if (stream.onlyIndexSigned) {
            await expect(source.refusal.getByText('names unsigned files')).toBeVisible()
            await expect(source.refusal.getByRole('list', { name: 'Reasons' })).toBeHidden()
          }
          if (!checked.has(fate)) await expectAccessible()
          checked.add(fate)
        })
      }
      expect(checked).toEqual(new Set(Object.values(KINDS).map((kind) => kind[column])))
    })
  })
}
