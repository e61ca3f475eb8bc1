import type { Simulator } from '#simulator/serve.ts'
import { selectionOf, stateOf } from '#e2e/setup/region-state.ts'
import type { ChangeSource } from '#kit/playwright.ts'
import { expect, test } from '#e2e/test.ts'

const OTHER = 'http://mirror.example.com/other/'
const STABLE = 'http://images.maas.io/ephemeral-v3/stable/'

type Way = [how: string, give: (source: ChangeSource, simulator: Simulator) => Promise<void>]

/** The forms in which an administrator may have a public key. */
const WAYS: Way[] = [
  [
    'pasted as ASCII armor',
    async (source, { streamsUrl }) => {
      await source.data.fill(await (await fetch(`${streamsUrl}/keyring/other.asc`)).text())
    },
  ],
  [
    'pasted as base64, in lines',
    async (source, { otherKeyring }) => {
      const base64 = Buffer.from(otherKeyring).toString('base64')
      await source.data.fill(base64.replaceAll(/.{64}/g, '$&\n'))
    },
  ],
  [
    'chosen as a binary file',
    async (source, { otherKeyring }) => {
      await source.chooseFile('mirror.gpg', Buffer.from(otherKeyring))
      await expect(source.filename).toHaveValue('')
    },
  ],
  [
    'chosen as a file with ASCII armor',
    async (source, { streamsUrl }) => {
      const armour = await (await fetch(`${streamsUrl}/keyring/other.asc`)).arrayBuffer()
      await source.chooseFile('mirror.asc', Buffer.from(armour))
      await expect(source.data).toHaveValue(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/)
    },
  ],
]

test('a mirror with its own key, however the key is given: MAAS gets the key in a form that it can read', async ({
  open,
  images,
  source,
  region,
  simulator,
  pass,
  expectAccessible,
}) => {
  // a whole change for each way
  test.slow()
  const selection = selectionOf(region, 1)
  for (const [index, [how, give]] of WAYS.entries()) {
    await test.step(how, async () => {
      // the import of the previous change ends
      simulator.clock.advance(600_000)
      // MAAS accepts no file name for a source that has keyring data
      if (index > 0)
        region.updateSource(1, { url: STABLE, keyringFilename: '', keyringData: simulator.keyring })
      await open('/images/source')
      await source.fill(OTHER, {})
      await source.openAdvanced()
      await source.filename.fill('')
      await give(source, simulator)
      await source.connects()
      await expect(source.fact('Signature')).toContainText('Trusted.')
      await expect(source.fact('Keyring')).toContainText('Example mirror')
      await expect(source.fact('Signature in MAAS')).toContainText('MAAS accepts it.')
      if (index === 0) await expectAccessible()
      await source.changes()

      const [changed, ...others] = region.sources()
      expect(others).toEqual([])
      expect(changed).toMatchObject({ id: 1, url: OTHER, keyringFilename: '' })
      expect(Buffer.from(changed?.keyringData ?? [])).toEqual(Buffer.from(simulator.otherKeyring))
      expect(selectionOf(region, 1)).toEqual(selection)
    })
  }

  // MAAS itself accepts the key: it reads the mirror and has its images
  await pass(600)
  await expect(images.boxIn('Ubuntu 24.04 LTS', 'amd64', 'Synced')).toBeChecked()
  await expect(images.boxIn('Ubuntu 20.04 LTS', 'arm64', 'Not offered')).toBeChecked()
})

test('a keyring file replaces keyring data: the source is created again with its selection, and undone', async ({
  page,
  open,
  source,
  images,
  region,
  simulator,
  pass,
  expectAccessible,
  expectConsole,
}) => {
  expectConsole(/400 .*selections/, 'MAAS has not read the new source yet')
  simulator.clock.advance(600_000)
  const { keyringFilename } = region.source(1)
  for (const { id, release } of region.selections(1))
    if (release !== 'jammy' && release !== 'noble') region.deleteSelection(1, id)
  region.updateSource(1, { url: OTHER, keyringFilename: '', keyringData: simulator.otherKeyring })
  const [before, selection] = [stateOf(region), selectionOf(region, 1)]

  await open()
  await page.getByRole('link', { name: 'Change source' }).click()
  await test.step('the form shows the source in use', async () => {
    await expect(source.custom).toBeChecked()
    await expect(source.url).toHaveValue(OTHER)
    await expect(source.data).not.toHaveValue('')
    await expect(source.filename).toHaveValue('')
    await expectAccessible()
  })

  await test.step('back to maas.io with the keyring of Ubuntu', async () => {
    await source.maasIo.check()
    await source.dialog.getByRole('button', { name: 'Use Ubuntu’s keyring' }).click()
    await source.connects()
    await source.change.click()
    await expect(source.step('Select ubuntu')).toContainText([
      /Waiting for MAAS to read the boot source/,
      /not done yet/,
    ])
    await expectAccessible()
    simulator.clock.advance(1_000)
    await expect(source.done).toBeVisible()
    await expect(source.steps).toHaveText([
      /^Read sources.*: done/,
      /^Create the source maas\.io: done/,
      /^Select ubuntu .*: done/,
      /^Select ubuntu .*: done/,
      /^Delete the source http:\/\/mirror\.example\.com\/other\/: done/,
      /^Start the import: done/,
    ])
    await source.closeIt()
    expect(
      region
        .sources()
        .map(({ url, keyringFilename, keyringData }) => ({ url, keyringFilename, keyringData })),
    ).toEqual([{ url: STABLE, keyringFilename, keyringData: null }])
    expect(selectionOf(region, 2)).toEqual(selection)
    await pass(600)
    await expect(images.boxIn('Ubuntu 24.04 LTS', 'amd64', 'Synced')).toBeChecked()
  })

  await test.step('after undo, the mirror with its key is back', async () => {
    await source.undo.click()
    await expect(source.read).toBeVisible()
    await source.changes()
    expect(stateOf(region)).toEqual(before)
  })
})
