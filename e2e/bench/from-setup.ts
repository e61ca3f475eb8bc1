/*
 * What measuring shares with testing. The one place that reaches up a folder:
 * package.json's "imports" name the rooms of src only.
 */
// oxlint-disable-next-line no-restricted-imports
export { launchOptions } from '../setup/browser.ts'
// oxlint-disable-next-line no-restricted-imports
export { startProduct } from '../setup/product.ts'
