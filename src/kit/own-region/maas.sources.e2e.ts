import { expect } from './maas-test.ts'
import { SLOW, test } from './maas-writes.ts'
import { stopImports } from './restore.ts'
import { isFrom38, releasesNotOffered } from './write-needs.ts'
import { contentOf, findState } from './restore-content.ts'

/** MAAS 3.8 keeps addresses without the slash at their end. */
const withSlash = (url: string) => url.replace(/\/*$/, '/')

test('the boot source is changed to a stream of this suite, and the change is undone', async ({
  page,
  open,
  source,
  ownStream,
  maas,
  found,
  reader,
  expectAccessible,
}) => {
  test.setTimeout(900_000)
  const used = found.sources.filter(({ enabled }) => enabled !== false)
  test.skip(used.length !== 1, 'this region does not have exactly one boot source in use')
  const [original] = used
  // MAAS cannot change keyring data back into a keyring file
  const isCreatedAgain = original?.keyring_data === ''
  test.skip(
    isCreatedAgain && isFrom38(await maas.version()),
    'Undo creates this source again, and MAAS 3.8 deletes the images of the one before',
  )
  const offered = await reader.catalogue(original?.id ?? 0)
  const lost = typeof offered === 'string' ? [] : releasesNotOffered(offered, found.selections)
  test.skip(
    isCreatedAgain && lost.length > 0,
    `Undo creates this source again, and its selection ${lost.join(', ')} is not offered any more`,
  )
  await ownStream.copy(original?.url ?? '')
  console.log(`The suite serves a copy of ${original?.url} at ${ownStream.url}`)

  await test.step('Connect finds the same images, signed with the key of the suite', async () => {
    await open('/images/source')
    await source.fill(ownStream.url, { data: ownStream.keyring })
    await source.connect.click()
    await expect(source.read).toBeVisible(SLOW)
    await expect(source.fact('Signature')).toContainText('MAAS Images suite')
    await expectAccessible()
    expect(contentOf(await findState(maas))).toEqual(contentOf(found))
  })
  await test.step('the change updates the source and keeps the selections', async () => {
    await source.change.click()
    await expect(source.done).toBeVisible(SLOW)
    const now = await findState(maas)
    expect(now.sources.map(({ url }) => withSlash(url))).toContain(ownStream.url)
    expect(now.selections.map(({ os, release }) => `${os}/${release}`).toSorted()).toEqual(
      found.selections.map(({ os, release }) => `${os}/${release}`).toSorted(),
    )
    await source.closeIt()
    await stopImports(maas)
  })
  await test.step('Undo restores it', async () => {
    await page.reload()
    await source.undo.click()
    await expect(source.read).toBeVisible(SLOW)
    await source.change.click()
    await expect(source.done).toBeVisible(SLOW)
    const urlsOf = (sources: typeof found.sources) => sources.map(({ url }) => url).toSorted()
    // up to 3.7 MAAS now lists the updated one last
    expect(urlsOf(await maas.sources())).toEqual(urlsOf(found.sources))
  })
})

test('a boot source is added and deleted; the others stay as they are', async ({
  page,
  open,
  source,
  ownStream,
  maas,
  found,
}) => {
  test.setTimeout(900_000)
  const [first] = found.sources.filter(({ enabled }) => enabled !== false)
  await ownStream.copy(first?.url ?? '')
  const name = new URL(ownStream.url).host
  const item = page
    .getByRole('list', { name: 'Boot sources' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name, exact: true }) })

  await open('/sources/add')
  await source.fill(ownStream.url, { data: ownStream.keyring })
  await source.connect.click()
  await expect(source.read).toBeVisible(SLOW)
  await source.change.click()
  await expect(source.done).toBeVisible(SLOW)
  await source.closeIt()
  await expect(item).toBeVisible(SLOW)
  expect((await maas.sources()).map(({ url }) => withSlash(url))).toContain(ownStream.url)
  await stopImports(maas)

  await item.getByRole('link', { name: /^Delete/ }).click()
  await source.dialog.getByRole('button', { name: 'Delete source' }).click()
  await expect(source.done).toBeVisible(SLOW)
  await source.closeIt()
  await expect(item).toBeHidden(SLOW)
  expect(contentOf(await findState(maas)).sources).toEqual(contentOf(found).sources)
})
