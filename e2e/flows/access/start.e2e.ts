import { expect, test } from '@playwright/test'
import { npmStart, startProduct } from '#e2e/setup/product.ts'
import { createWatch } from '#kit/playwright/watch.ts'

test('npm start serves the page of an embedded region, and Ctrl-C ends it', async ({ page }) => {
  const product = await startProduct([])
  const watch = createWatch(() => product.url)
  watch.add(page)
  try {
    expect(product.output()).toContain(product.url)
    await page.goto(product.url)
    await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
    await expect(page.getByText('Embedded region')).toBeVisible()
    await expect(page.getByRole('grid', { name: 'Images' }).getByRole('rowheader').first()).toBeVisible()

    const port = new URL(product.url).port
    const second = npmStart(['--port', port])
    expect(await second.ended).not.toBe(0)
    expect(second.output()).toContain(`Port ${port} on 127.0.0.1 is taken`)
    // the running page is not affected by the one that could not start
    expect(watch.faults()).toEqual([])
  } finally {
    await product.stop()
  }
  await expect(fetch(product.url)).rejects.toThrow()
})

test('npm start refuses an unknown scenario and lists the known ones', async () => {
  const start = npmStart(['--scenario', 'no-such-thing'])
  expect(await start.ended).not.toBe(0)
  expect(start.output()).toContain('no-such-thing')
  for (const name of ['default', 'fresh', 'large', 'read-only', 'offline', 'import-fails', 'stalled']) {
    expect(start.output()).toContain(name)
  }
})
