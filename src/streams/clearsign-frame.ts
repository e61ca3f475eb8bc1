const HEADER = '-----BEGIN PGP SIGNED MESSAGE-----'
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----'
const FOOTER = '-----END PGP SIGNATURE-----'
const MARK = '\uFEFF'

/** How the signed part lies in a file. openpgp is easy-going about some of it, gpgv and MAAS about other. */
export type Frame = {
  /** The file as openpgp reads it: without a byte order mark, and with the last line that gpgv does not need. */
  readonly text: string
  /** Whether it begins a signed part at all. */
  readonly begun: boolean
  readonly markBefore: boolean
  readonly textBefore: boolean
  readonly textAfter: boolean
  /** How many signed parts there are. */
  readonly parts: number
  /** What its headers name as methods of hashing; null: they name none in the way that gpgv wants. */
  readonly hashes: readonly string[] | null
  /** Whether the checksum of the signature, when it has one, is that of its bytes. */
  readonly checksumFits: boolean
}

/** Where the signed part of a file is, and what is around it. Checks no signature. */
export function frameOf(file: string): Frame {
  const markBefore = file.startsWith(MARK)
  const text = withFooter(markBefore ? file.slice(1) : file)
  const parts = text.match(/^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?$/gm)?.length ?? 0
  const end = text.lastIndexOf(FOOTER)
  return {
    text,
    begun: text.includes(HEADER),
    markBefore,
    textBefore: parts > 0 && !text.startsWith(HEADER),
    textAfter: end >= 0 && text.slice(end + FOOTER.length).trim() !== '',
    parts,
    hashes: hashesOf(text),
    checksumFits: checksumFits(text),
  }
}

/** A file that was cut off in the very last line says all the same what was signed, and by whom. */
function withFooter(text: string): string {
  const at = text.lastIndexOf(SIGNATURE)
  if (at < 0 || text.includes(FOOTER, at)) return text
  return `${text.replace(/\n-[-A-Z ]*\s*$/, '').trimEnd()}\n${FOOTER}\n`
}

function hashesOf(text: string): string[] | null {
  const headers = /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n((?:Hash: *[A-Z0-9, ]+\r?\n)+)[ \t]*\r?\n/m
  const [, lines] = headers.exec(text) ?? []
  if (lines === undefined) return null
  return lines
    .trim()
    .split('\n')
    .flatMap((line) => line.replace('Hash:', '').split(','))
    .map((name) => name.trim())
}

/** gpgv refuses a signature with a wrong checksum; openpgp, as the newest standard has it, looks at none. */
function checksumFits(text: string): boolean {
  const block =
    /^-----BEGIN PGP SIGNATURE-----[^]*?\n[ \t]*\r?\n([A-Za-z0-9+/=\s]+)\r?\n=([A-Za-z0-9+/]{4})[ \t]*\r?\n-----END/m
  const [, body, checksum] = block.exec(text) ?? []
  if (body === undefined || checksum === undefined) return true
  try {
    const [a = 0, b = 0, c = 0] = bytesOf(checksum)
    return crc24(bytesOf(body.replace(/\s/g, ''))) === ((a << 16) | (b << 8) | c)
  } catch {
    return false
  }
}

const bytesOf = (base64: string) => Array.from(atob(base64), (char) => char.charCodeAt(0))

/** The checksum of OpenPGP armour (RFC 4880, 6.1). */
function crc24(bytes: readonly number[]): number {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x800000 ? (crc << 1) ^ 0x1864cfb : crc << 1
  }
  return crc & 0xffffff
}
