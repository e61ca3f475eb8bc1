import { type SourceFate, STREAM_KINDS } from '#testing/streams/kinds.ts'
import { rawTree } from '#testing/streams/raw-tree.ts'
import { signingKey } from '#testing/streams/signing-key.ts'
import { expect, test } from '#e2e/test.ts'

/** What the dialog says about a source, depending on what MAAS does with it. */
const SAID: Readonly<Record<SourceFate, RegExp | null>> = {
  imports: null,
  nothing:
    /MAAS cannot use this source[\s\S]*(offers no images that MAAS imports|MAAS imports no images from it)/,
  refuses: /MAAS cannot use this source/,
  'ends-imports': /This source would stop all imports/,
}

/**
 * One kind for each outcome that differs between versions of MAAS; the last one has a reason that could be listed
 * twice. The texts for all kinds are tested without a browser: judged-as-maas.test.ts, refused-source.test.tsx.
 */
const SHOWN = [
  'a sound stream',
  'an absolute path of a manifest',
  'names without :v3:',
  'an entry without products',
  'a signed index that names unsigned files',
] as const

for (const [scenario, column] of [
  ['maas-3.7', 1],
  ['maas-3.8', 2],
] as const) {
  test.describe(scenario, () => {
    test.use({ scenario })

    test('Connect shows what MAAS does with a source', async ({
      open,
      simulator,
      source,
      expectAccessible,
    }) => {
      const key = await signingKey()
      await open('/sources/add')
      for (const [index, name] of SHOWN.entries()) {
        const kind = STREAM_KINDS[name]
        if (!kind) throw new Error(`There is no kind named ${name}.`)
        const [stream] = kind
        const said = SAID[kind[column]]
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
          await expectAccessible()
        })
      }
    })
  })
}
