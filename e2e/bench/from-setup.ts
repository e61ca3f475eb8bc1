/*
 * What measurements share with tests. The only file that imports from a parent folder: package.json's "imports" name
 * only the rooms of src.
 */
// oxlint-disable-next-line no-restricted-imports
export { launchOptions } from '../setup/browser.ts'
// oxlint-disable-next-line no-restricted-imports
export { startProduct } from '../setup/product.ts'
