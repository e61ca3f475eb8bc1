import { inflateRawSync } from 'node:zlib'

/** Everything in an HTML report of Playwright: its data is a ZIP archive in the page. */
export function textOfReport(html: string): string {
  const data = /data:application\/zip;base64,([\w+/=]+)/.exec(html)?.[1]
  if (data === undefined) throw new Error('The page has no archive: is it a report of Playwright?')
  const files = filesIn(Buffer.from(data, 'base64'))
  if (files.length === 0) throw new Error('The archive of the report is empty.')
  return files.join('\n')
}

const [END, ENTRY] = [0x06054b50, 0x02014b50]
const DEFLATED = 8

/** The contents of a ZIP archive, found by the directory at its end. */
function filesIn(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('The data is not a ZIP archive.')
  const files: string[] = []
  let at = zip.readUInt32LE(end + 16)
  while (zip.readUInt32LE(at) === ENTRY) {
    const size = zip.readUInt32LE(at + 20)
    const local = zip.readUInt32LE(at + 42)
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(begin, begin + size)
    files.push((zip.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(bytes) : bytes).toString())
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return files
}
