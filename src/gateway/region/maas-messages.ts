import { commissioningText } from '#selections/commissioning.ts'
import { BOTH_KEYRINGS } from '#selections/keyring-conflict.ts'

/** Messages of MAAS (recorded from 3.5.13), and what the page shows: what is wrong and what to do next. */
const MESSAGES: readonly (readonly [message: RegExp, shown: string])[] = [
  [
    /^OS (.*) with release (.*) has no available images for download$/,
    'MAAS finds no available images of $1 $2 at this source: it has not read the source yet, or the source does not offer them. Try again in a minute, or import first.',
  ],
  [
    /^No available images to download for \[(.*)\]$/,
    'MAAS finds no available images for $1 at this source. Leave that out, or import first if the source is new.',
  ],
  [
    /^Boot source selection with this Boot source, Os and Release already exists\.$/,
    'This release is selected already, perhaps by someone else just now. Reload the page to see it.',
  ],
  [
    /^Boot source with this Url already exists\.$/,
    'MAAS has a source with this address already. Change that one, or enter another address.',
  ],
  [
    /^Boot source with this Name already exists\.$/,
    'MAAS has a source with this name already. Enter another name.',
  ],
  [
    /^One of keyring_data or keyring_filename must be specified\.$/,
    'A source needs a keyring: the name of a file on the region, or the key itself.',
  ],
  [/^Only one of keyring_filename or keyring_data can be specified\.$/, BOTH_KEYRINGS],
  [/^The submitted file is empty\.$/, 'The keyring data is empty. Paste the key again, or choose its file.'],
  [
    /^Enter a valid URL\.$/,
    'MAAS does not accept this address: it must begin with http:// or https://, and its host needs a dot and no underscore.',
  ],
  [/^Null characters are not allowed\.$/, 'It contains an invisible character. Type it again.'],
  [
    /^Ensure this value has at most (\d+) characters \(it has (\d+)\)\.$/,
    'It is too long for MAAS: $2 characters, and $1 are allowed.',
  ],
  [/^Ensure this value is greater than or equal to 0\.$/, 'The number cannot be negative. Enter 0 or more.'],
  [/^This field is required\.$/, 'MAAS requires this field.'],
  [/^(.+) is a reserved name$/, 'The name $1 is reserved for images of a boot source. Enter another name.'],
  [
    /^Unsupport operating system (.+), supported operating systems: \[.*\]$/,
    'MAAS does not support the operating system $1. Leave it out, or use custom.',
  ],
  [
    /^'(.*)' is not a valid architecture\.\s+It should be one of: (.+?)\.?$/,
    'MAAS accepts an architecture only while it holds a complete Ubuntu image of it. It has $2, not $1.',
  ],
  [
    /^a base image must follow the format: <osystem>\/<series>$/,
    'A base image is written as operating system and release, such as ubuntu/noble.',
  ],
  [
    /^(?:custom images require a valid .*|please select a valid base image OS and version)$/,
    'MAAS cannot base a custom image on this. Choose a release of Ubuntu, CentOS, RHEL or Oracle Linux.',
  ],
  [
    /^File already exists with sha256 that is of\s+different size\.$/,
    'MAAS has a file with the same SHA256 and another size. Choose the file again.',
  ],
  [
    /^Saved content does not match given SHA256 value\.$/,
    'What MAAS received does not have the SHA256 of the file. Upload it again from the start.',
  ],
  [
    /^(?:Too much data received|Cannot upload to a complete file)\.$/,
    'MAAS has more of this file than this page has sent. Upload it again from the start.',
  ],
  [/^Content-Length doesn't equal size of received data\.$/, 'The chunk arrived incomplete. Try again.'],
  [
    /(?:^|: )No space left on device[^]*$/,
    'The disk of the MAAS region is full. Free space on it, then continue the upload.',
  ],
  [
    /^'(.+)' is not a valid default_min_hwe_kernel\.\s+It should be one of: '', (.+?)\.?$/,
    'MAAS does not accept $1 now, only $2: a minimum kernel must be downloaded with the commissioning release.',
  ],
  [
    /^'(.+)' is not a valid default_min_hwe_kernel\.\s+It should be one of: ''\.?$/,
    'MAAS does not accept $1 now, because no kernel of the commissioning release is downloaded yet. Import its images first.',
  ],
  [
    /^'(.+)' is not a valid \w+\.\s+It should be one of: '---'\.?$/,
    'MAAS does not accept $1 now, because it has no images yet. Select the images, then import them first.',
  ],
  [
    /^'(.+)' is not a valid \w+\.\s+It should be one of: (.+?)\.?$/,
    'MAAS does not accept $1 now, only $2: a release can be chosen when an import has begun to download it. Select it first.',
  ],
  [
    /^Unable to delete (?:%s %s|.{1,60})\. It is the operating system used (?:in ephemeral environments|for commissioning)\.$/,
    commissioningText.refused,
  ],
  [
    /^(?:This method is reserved for admin users|User is not allowed access to this API)\.$/,
    'Only MAAS administrators can do that. Sign in as an administrator, or ask one.',
  ],
  [
    /^(?:No )?BootSourceSelection match.*$/,
    'This selection no longer exists: someone else has deleted it. Reload the page to see the current state.',
  ],
  [
    /^(?:No )?BootSource match.*$/,
    'This boot source no longer exists: someone else has deleted it. Reload the page to see the current state.',
  ],
  [
    /^(?:No )?BootResource match.*$/,
    'This image no longer exists: someone else or an import has removed it. Reload the page to see the current state.',
  ],
  [
    /^(?:No )?BootResourceFile match.*$/,
    'MAAS no longer has this upload: someone else has deleted or replaced it. Upload the file again.',
  ],
  [/^(?:No )?Notification match.*$/, 'MAAS has removed this notification already.'],
  [/^Notification is not dismissable$/, 'MAAS keeps this notification until its cause is gone.'],
  [
    /^'memoryview' object has no attribute 'read'$/,
    'MAAS cannot change a source that holds keyring data unless the data is sent again. Enter the keyring data again, or delete the source and add it again.',
  ],
  [
    /^value too long for type character varying.*$/s,
    'A name is longer than MAAS can store: the name of an operating system or a release can have 20 characters.',
  ],
  [
    /^Unrecognised signature: .*$/,
    'This MAAS does not support this request. Its version may be older or newer than this page supports.',
  ],
  [
    /^The 1\.0 API is no longer available.*$/,
    'The address of MAAS leads to its old API. Start the gateway with an address such as http://maas.example.com:5240/MAAS.',
  ],
]

/**
 * Whether MAAS refuses a selection because it has found no such images at the source, which it may not have read yet.
 */
export const isSourceUnread = (message: string): boolean =>
  /^OS .* with release .* has no available images for download$|^No available images to download for \[.*\]$/.test(
    message.trim(),
  )

/** What the page shows for a message of MAAS; null: the message is not known. */
export function explainMaasMessage(said: string): string | null {
  const text = said.trim()
  const known = MESSAGES.find(([pattern]) => pattern.test(text))
  return known ? text.replace(known[0], known[1]) : null
}

/** Whether a message is for programmers: quoted values and names of types, not a sentence. */
export const isProgrammerText = (said: string): boolean =>
  /^['"[{(]|object has no attribute|Traceback|Exception|Error:|\bNoneType\b|<\w+ object/.test(said.trim())
