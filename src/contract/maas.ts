import * as z from 'zod/mini'

/*
 * Answers of the MAAS REST API 2.0, as recorded from MAAS 3.5.13. Unknown fields are accepted, because a newer MAAS may
 * add some, as 3.8 does.
 */

const text = z.string().check(z.maxLength(10_000))
const id = z.int().check(z.nonnegative())

/** `GET version/`: public, needs no key. */
export const maasVersion = z.object({ version: text, subversion: text, capabilities: z.array(text) })
/** The version of a MAAS, such as `3.5.13`, and its capabilities. */
export type MaasVersion = z.infer<typeof maasVersion>

/** `GET users/?op=whoami`: the user of the key. */
export const maasUser = z.object({ username: text, is_superuser: z.boolean() })
/** A user of MAAS; `is_superuser`: an administrator. */
export type MaasUser = z.infer<typeof maasUser>

/** A source that MAAS downloads images from. `keyring_data` is base64, "" when the keyring is a file. */
export const bootSource = z.object({
  id,
  url: text,
  keyring_filename: text,
  keyring_data: z.string().check(z.maxLength(1_000_000)),
  created: text,
  updated: text,
  // MAAS 3.8 and later
  name: z.optional(text),
  priority: z.optional(z.int()),
  enabled: z.optional(z.boolean()),
  skip_keyring_verification: z.optional(z.boolean()),
})
/** A boot source of MAAS. */
export type BootSource = z.infer<typeof bootSource>

/** What MAAS keeps of one OS release from one source. `*` in a list means all, including future ones. */
export const selection = z.object({
  id,
  boot_source_id: id,
  os: text,
  release: text,
  arches: z.array(text),
  subarches: z.array(text),
  labels: z.array(text),
})
/** A selection of MAAS. */
export type Selection = z.infer<typeof selection>

/** More than any stream has. */
const list = z.array(text).check(z.minLength(1), z.maxLength(500))

/** The fields for creating or replacing a selection. Omitted lists would become [], which imports nothing. */
export const newSelection = z.object({
  os: text.check(z.minLength(1)),
  release: text.check(z.minLength(1)),
  arches: list,
  subarches: list,
  labels: list,
})
/** The fields of a selection that is created or replaced. */
export type NewSelection = z.infer<typeof newSelection>

/** `GET events/?op=query`: `created` reads "Mon, 23 Nov. 2026 00:06:50", in UTC. */
export const maasEvents = z.object({
  events: z.array(z.object({ id, level: text, created: text, type: text, description: text })),
})

/** `GET notifications/`: where MAAS reports a failed import (ident "Image importer"). */
export const notification = z.object({
  id,
  ident: z.nullable(text),
  message: text,
  category: text,
  /** Users can dismiss it for themselves. */
  dismissable: z.boolean(),
})
/** A notification of MAAS. */
export type Notification = z.infer<typeof notification>

/** The settings the page reads; `op=get_config&name=…` answers the bare value. */
export const CONFIG_NAMES = [
  'boot_images_auto_import',
  'commissioning_distro_series',
  'default_osystem',
  'default_distro_series',
  'default_min_hwe_kernel',
  'http_proxy',
  'enable_http_proxy',
  'boot_images_no_proxy',
] as const
/** The name of a setting of MAAS. */
export type ConfigName = (typeof CONFIG_NAMES)[number]

/** The settings that name an image: what machines are commissioned and deployed with. `''`: none is set. */
export const IMAGE_SETTINGS = [
  'commissioning_distro_series',
  'default_osystem',
  'default_distro_series',
  'default_min_hwe_kernel',
] as const satisfies readonly ConfigName[]
export type ImageSetting = (typeof IMAGE_SETTINGS)[number]

/** Whether MAAS uses its `http_proxy`, and whether it connects to boot sources without it. */
export const PROXY_SWITCHES = [
  'enable_http_proxy',
  'boot_images_no_proxy',
] as const satisfies readonly ConfigName[]
export type ProxySwitch = (typeof PROXY_SWITCHES)[number]
