/* What MAAS's API 2.0 answers and takes about images, as this product reads it: zod schemas and their types. */

export {
  bootSource,
  CONFIG_NAMES,
  maasEvents,
  maasUser,
  maasVersion,
  newSelection,
  notification,
  selection,
  type BootSource,
  type ConfigName,
  type MaasUser,
  type MaasVersion,
  type NewSelection,
  type Notification,
  type Selection,
} from '#contract/maas.ts'
export {
  bootResource,
  bootResourceDetail,
  type BootResource,
  type BootResourceDetail,
  type BootResourceSet,
} from '#contract/boot-resource.ts'
export { FILE_TYPES, KEPT_AS, type FileType } from '#contract/uploads.ts'
